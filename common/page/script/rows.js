/*
 * rows.js - from items to the rows of a picture, as the terminal's ladder has them: the call, the segment that it sent
 * and the call at the other end that the segment woke share one row. Nothing is put into a row that would turn its
 * order round.
 */
const STEP_US = 300; /* what follows a segment within this time may share its row */
const GAP_US = 100000;
const SLACK_US = 2; /* strace's stamps are microseconds */

/* The items that are drawn: what is repeated stands as one, in the place of its first, unless all is asked for. */
function shownItems(run, all) {
	const folds = new Map(), shown = [];

	for (const item of run.items) {
		if (all || !item.fold) {
			shown.push(item);
			continue;
		}
		let fold = folds.get(item.fold);
		if (!fold) {
			fold = { ...run.folds[item.fold], kind: 'f', n: item.n, at: item.at, mark: 'plain', lines: [], bits: DATA };
			fold.to = fold.from === LEFT ? RIGHT : LEFT;
			folds.set(item.fold, fold);
			shown.push(fold);
		}
		fold.last = item.n;
		if (MARKS.indexOf(item.mark) > MARKS.indexOf(fold.mark))
			fold.mark = item.mark;
		fold.lines = [...new Set([...fold.lines, ...item.lines])];
	}
	return shown;
}

/* Was this sent, or did this come, while the call ran? */
function within(item, at) {
	const call = item.call || item;

	return item.kind === 'c' && at >= call.from - SLACK_US && (call.to < 0 || at <= call.to + SLACK_US);
}

/* A segment joins the row of the call that sent it. */
function wireJoins(row, item) {
	const cell = row.cells[item.from];

	return row.kind === 'event' && !row.wire && cell && cell.kind === 'c' && cell.part !== RETURNED && !cell.takesIn &&
		!row.cells[1 - item.from] && within(cell, item.at);
}

/* A call joins the row of the segment that woke it (at the receiver), or within which it was sent. */
function cellJoins(row, item) {
	const wire = row.wire;

	if (row.kind !== 'event' || !wire || wire.kind !== 'p' || wire.bits & (LOST | INSIDE) || row.cells[item.side] ||
	    item.at - wire.at > STEP_US || item.kind !== 'c')
		return false;
	if (item.side === wire.from)
		return item.part === RETURNED && within(item, wire.at);
	return item.part === RETURNED || (item.part === POINT && item.takesIn);
}

function newRow(kind, item) {
	return { kind, at: item.at, cells: [null, null], wire: null, items: [item] };
}

/* The row of a packet, a call, a signal, an exit. */
function placeEvent(rows, item, joins) {
	const last = rows[rows.length - 1];

	if (item.kind === 'p') {
		if (!(joins && last && item.from !== ROUTER && !(item.bits & INSIDE) && wireJoins(last, item)))
			rows.push(newRow('event', item));
		else
			last.items.push(item);
		const row = rows[rows.length - 1];
		row.wire = item;
		row.at = item.at;
		return;
	}
	if (joins && last && cellJoins(last, item))
		last.items.push(item);
	else
		rows.push(newRow('event', item));
	rows[rows.length - 1].cells[item.side] = item;
}

function placeFold(rows, fold) {
	const row = newRow('event', fold);

	row.wire = fold.from >= 0 ? fold : null;
	row.fold = fold;
	rows.push(row);
}

/* joins: several items may share a row (there is room beside the lifelines). */
function makeRows(run, all, joins) {
	const rows = [];
	let before = run.items.length ? run.items[0].at : 0;

	for (const item of shownItems(run, all)) {
		if (item.at - before > GAP_US)
			rows.push({ kind: 'gap', at: item.at, from: before, cells: [null, null], wire: null, items: [],
				text: durationText(item.at - before) });
		before = item.kind === 'f' ? run.items[item.last - 1].at : item.at;
		if (item.kind === 'a' || item.kind === 'o')
			rows.push(newRow('band', item));
		else if (item.kind === 'k')
			rows.push(newRow('look', item));
		else if (item.kind === 'f')
			placeFold(rows, item);
		else
			placeEvent(rows, item, joins);
	}
	return rows;
}
