/*
 * place.js - where everything stands: the columns by what there is to say, the rows evenly or by the clock.
 *
 *	wide	  time, mark and line | calls | lifeline | segments | lifeline | calls
 *	narrow	  time | lifeline | segments, and calls beside their own lifeline | lifeline
 */
const MONOSPACE = 'ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace';
const NARROW_CH = 92; /* a picture of fewer characters has no room beside the lifelines */
const EVEN = 'even', TRUE = 'true';

const measured = new Map();

/* The width of one character at this size. */
function characterWidth(em) {
	if (!measured.has(em)) {
		const context = document.createElement('canvas').getContext('2d');

		context.font = `${em}px ${MONOSPACE}`;
		measured.set(em, context.measureText('0'.repeat(64)).width / 64);
	}
	return measured.get(em);
}

/* Characters that a text takes; East Asian ones and the like take two. */
function columnsOf(text) {
	let columns = 0;

	for (const c of text)
		columns += c.codePointAt(0) >= 0x1100 && !/[\u2000-\u2bff]/.test(c) ? 2 : 1;
	return columns;
}

/* The richest wording that fits; the shortest one cut where none does. */
function fitting(labels, room) {
	const fits = labels.find((text) => columnsOf(text) <= room);

	if (fits !== undefined)
		return fits;
	const least = labels[labels.length - 1] || '';
	return [...least].slice(0, Math.max(1, Math.floor(room) - 1)).join('') + '…';
}

const widest = (texts) => Math.max(0, ...texts.map(columnsOf));

/* Characters that the calls of a side ask for, and the segments. */
function needs(rows) {
	const side = [[], []], wire = [];

	for (const row of rows) {
		row.cells.forEach((cell, s) => cell && side[s].push(cell.labels[0]));
		if (row.fold)
			row.fold.cells.forEach((labels, s) => labels.length && side[s].push(labels[0]));
		if (row.wire)
			wire.push(row.wire.labels[0]);
	}
	return { side: side.map((texts) => Math.min(widest(texts), 44) + 1), wire: Math.min(widest(wire), 38) + 4 };
}

/* Shares what room there is: the segments get what they need before the calls do, the calls what is left by need. */
function share(room, need) {
	const least = need.side.map((n) => Math.min(n, 18));
	const wire = Math.min(Math.max(need.wire, 34), room - least[0] - least[1]);
	let left = room - wire - least[0] - least[1];
	const side = [...least];

	for (const s of need.side[0] >= need.side[1] ? [1, 0] : [0, 1]) {
		const more = Math.min(need.side[s] - least[s], s === (need.side[0] >= need.side[1] ? 1 : 0) ? left / 2 : left);

		side[s] += Math.max(0, more);
		left -= Math.max(0, more);
	}
	const extra = Math.min(Math.max(0, left), 64 - Math.min(64, wire));
	return { side, wire: wire + extra, spare: left - extra };
}

/* lanes: per side, how many bars and how many sockets stand beside each other. */
function placeColumns(rows, width, em, lanes) {
	const ch = characterWidth(em), c = { ch, em, width };
	const band = em * 1.1, bar = em * 0.85;

	c.band = band;
	c.bar = bar;
	c.narrow = width / ch < NARROW_CH;
	c.outside = [0, 1].map((s) => band / 2 + (Math.max(1, lanes.sockets[s]) - 1) * band * 1.1 + Math.max(1, lanes.bars[s]) * bar + bar / 2);
	if (c.narrow) {
		c.gutter = ch * 8.2;
		c.line = [c.gutter + c.outside[0] + ch * 0.6, width - c.outside[1]];
		c.room = [0, 0];
	} else {
		c.gutter = ch * 16;
		const room = (width - c.gutter - c.outside[0] - c.outside[1]) / ch - 1;
		const shared = share(room, needs(rows));

		c.room = shared.side;
		c.line = [c.gutter + (shared.side[0] + shared.spare / 2) * ch + c.outside[0], 0];
		c.line[RIGHT] = c.line[LEFT] + shared.wire * ch;
	}
	c.wire = c.line[RIGHT] - c.line[LEFT];
	c.slant = Math.min(em * 0.95, c.wire / 12);
	return c;
}

const HEIGHTS = { event: 2.15, band: 2.9, look: 2.5, gap: 2 };

/* Several actors of one side: their states stand one below the other. */
const looksDeep = (item) => Math.max(1, ...[LEFT, RIGHT].map((side) => item.states.filter((s) => s.side === side).length));

function rowHeight(row, c) {
	if (row.kind === 'look')
		return c.em * (0.6 + 1.9 * looksDeep(row.items[0]));
	if (row.kind === 'event' && !row.wire && c.narrow)
		return c.em * 1.75;
	return c.em * HEIGHTS[row.kind];
}

/*
 * Gives each row its y. By the clock a millisecond is so many pixels that the longest pauses can be compared, but no two
 * rows come closer than they can be read.
 */
function placeRows(rows, c, spacing) {
	const total = rows.length ? rows[rows.length - 1].at - rows[0].at : 0;
	const perUs = total > 0 ? (c.em * (60 + rows.length * 0.6)) / total : 0;
	let y = c.em * 3.4, at = rows.length ? rows[0].at : 0;

	for (const row of rows) {
		const least = rowHeight(row, c);
		const after = Math.max(0, row.at - at) * perUs;

		if (spacing === TRUE && row.kind === 'gap') {
			row.y = y;
			row.height = 0;
			continue;
		}
		row.height = spacing === TRUE ? Math.max(least, after) : least;
		y += row.height;
		row.y = y - least * (row.kind === 'event' ? 0.38 : 0.5);
		at = Math.max(at, row.at);
	}
	c.perUs = perUs;
	c.height = y + c.em * 2;
	c.clock = rows.filter((row) => row.kind !== 'gap').map((row) => [row.at, row.y]);
}

/* Where a moment stands: between the rows around it, in proportion. */
function yAt(c, us) {
	const clock = c.clock;
	let low = 0, high = clock.length;

	while (low < high) {
		const middle = (low + high) >> 1;
		if (clock[middle][0] < us)
			low = middle + 1;
		else
			high = middle;
	}
	if (low === 0)
		return clock.length ? clock[0][1] : 0;
	if (low === clock.length)
		return clock[low - 1][1];
	const [t0, y0] = clock[low - 1], [t1, y1] = clock[low];
	return t1 > t0 ? y0 + ((y1 - y0) * (us - t0)) / (t1 - t0) : y1;
}
