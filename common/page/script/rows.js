/*
 * rows.js - from items to the rows of a picture: items of the same number share one, as in the terminal's ladder.
 */

/* The items that are drawn: what is repeated stands as one, in the place of its first, unless all is asked for. */
function shownItems(run, all) {
	const folds = new Map(), shown = [];

	for (const item of run.items) {
		let fold = all ? undefined : folds.get(item.fold);

		if (!fold && !all && item.fold) {
			fold = { ...run.folds[item.fold], kind: 'f', n: item.n, at: item.at, silence: item.silence, row: item.row, bits: DATA };
			fold.to = fold.from === LEFT ? RIGHT : LEFT;
			folds.set(item.fold, fold);
			shown.push(fold);
		}
		if (fold)
			fold.last = item.n;
		else
			shown.push(item);
	}
	return shown;
}

const rowKinds = { a: 'band', o: 'band', k: 'look' };

function newRow(kind, at) {
	return { kind, at, cells: [null, null], wire: null, items: [] };
}

function putInto(row, item) {
	row.items.push(item);
	if (item.kind === 'p') {
		row.wire = item;
		row.at = item.at;
	} else if (item.kind === 'f') {
		row.wire = item.from >= 0 ? item : null;
		row.fold = item;
	} else if (item.side !== undefined) {
		row.cells[item.side] = item;
	}
}

/* joins: several items may share a row (there is room beside the lifelines). */
function makeRows(run, all, joins) {
	const rows = [];
	let number = 0;

	for (const item of shownItems(run, all)) {
		const itsRow = all ? item.unfolded : item.row;

		if (item.silence)
			rows.push({ ...newRow('gap', item.at), text: durationText(item.silence) });
		if (!joins || !itsRow || itsRow !== number)
			rows.push(newRow(rowKinds[item.kind] || 'event', item.at));
		putInto(rows[rows.length - 1], item);
		number = itsRow;
	}
	return rows;
}
