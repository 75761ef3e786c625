/*
 * draw.js - one run as a picture: a ladder. Every item is a link to its own place, and says in words what it is.
 */
function arrowHead(x, y, angle, size) {
	const corner = (turn) => `${r(x - size * Math.cos(angle + turn))} ${r(y - size * Math.sin(angle + turn))}`;

	return svg('path', { d: `M${r(x)} ${r(y)} L${corner(0.42)} L${corner(-0.42)} Z`, class: 'head' });
}

function wireClass(wire) {
	if (wire.kind === 'f')
		return 'wire fold data';
	const kinds = [[LOST, 'lost'], [RESET, 'reset'], [AGAIN, 'again'], [BARE_ACK, 'ack'], [DATA, 'data'], [OPENS | CLOSES, 'turn']];

	return `wire ${kinds.filter(([bit]) => wire.bits & bit).map(([, name]) => name).join(' ')}`;
}

/* Both ends on one side: a loop beside its lifeline. */
function drawInside(wire, row, c) {
	const x = c.line[wire.from], away = (wire.from === LEFT ? 1 : -1) * c.ch * 3, y = row.y;

	return [
		svg('path', { d: `M${r(x)} ${r(y - c.em * 0.4)} h${r(away)} v${r(c.em * 0.8)} h${r(-away * 0.7)}`, class: 'shaft' }),
		arrowHead(x + away * 0.25, y + c.em * 0.4, wire.from === LEFT ? Math.PI : 0, c.em * 0.6),
		label(x + away * 1.2, y + c.em * 0.3, fitting(wire.labels, c.wire / c.ch - 5), {
			class: 'said', 'text-anchor': wire.from === LEFT ? 'start' : 'end' }),
	];
}

/* Where an arrow begins and ends. The router stands between the hosts, on the far side of whom it speaks to. */
function ends(wire, c) {
	const far = (side) => c.line[side] + (side === LEFT ? 1 : -1) * c.wire * 0.72;
	const x = (end, other) => (end === ROUTER ? far(other) : c.line[end] + (end === LEFT ? 1 : -1) * (c.band / 2));
	const x1 = x(wire.from, wire.to), x2 = x(wire.to, wire.from);

	return wire.bits & LOST ? [x1, x1 + (x2 - x1) * 0.8] : [x1, x2];
}

function drawRouter(wire, x1, y1, x2, y2, c) {
	const [x, y, toRight] = wire.from === ROUTER ? [x1, y1, x1 > x2] : [x2, y2, x2 > x1];

	return label(x + (toRight ? 1 : -1) * c.ch * 0.6, y + c.em * 0.34, 'router', { class: 'router', 'text-anchor': toRight ? 'start' : 'end' });
}

function drawCross(x, y, size) {
	const stroke = (s) => `M${r(x - size)} ${r(y - s * size)} L${r(x + size)} ${r(y + s * size)}`;

	return svg('path', { class: 'cross', d: `${stroke(-1)} ${stroke(1)}` });
}

function drawArrow(wire, row, c) {
	const [x1, x2] = ends(wire, c), whole = c.wire - c.band, share = Math.abs(x2 - x1) / whole;
	const y1 = row.y, y2 = y1 + (row.arrives - y1) * Math.min(1, share), lost = wire.bits & LOST;
	const angle = Math.atan2(y2 - y1, x2 - x1), size = c.em * 0.72, back = lost ? 0 : size * 0.6;
	const degrees = ((x2 > x1 ? angle : angle + Math.PI) * 180) / Math.PI;

	return [
		line(x1, y1, x2 - Math.cos(angle) * back, y2 - Math.sin(angle) * back, { class: 'shaft' }),
		lost ? drawCross(x2, y2, size * 0.55) : arrowHead(x2, y2, angle, size),
		(wire.from === ROUTER || wire.to === ROUTER) && drawRouter(wire, x1, y1, x2, y2, c),
		svg('text', {
			class: 'said', 'text-anchor': 'middle',
			transform: `translate(${r((x1 + x2) / 2)} ${r((y1 + y2) / 2)}) rotate(${r(degrees)}) translate(0 ${r(-c.em * 0.36)})`,
		}, fitting(wire.labels, Math.abs(x2 - x1) / c.ch - 1.5)),
	];
}

/* What a call says, beside its lifeline; where there is no room, on the inner side. */
function placeWords(labels, side, row, c) {
	const free = !row.wire && !row.cells[1 - side], enough = free ? labels.slice(0, labels.enough) : labels;
	const fits = !c.narrow && enough.some((text) => columnsOf(text) <= c.room[side]);
	const inside = c.narrow || (!fits && free);
	const away = inside ? c.band / 2 + c.ch * 0.8 : -(c.outside[side] + c.ch * 0.4);

	return {
		inside,
		x: c.line[side] + (side === LEFT ? away : -away),
		text: fitting(fits || inside ? enough : labels, inside ? c.wire / c.ch - 4 : c.room[side]),
	};
}

function drawWords(labels, side, y, row, c, cls) {
	const { inside, x, text } = placeWords(labels, side, row, c);

	return label(x, y + c.em * 0.34, text, { class: cls, 'text-anchor': (side === LEFT) === inside ? 'start' : 'end' });
}

function drawCell(item, row, places, c, labels) {
	const place = places.get(item.n), kinds = { c: 'call', s: 'signal', x: 'exit', f: 'call fold' };
	const failed = item.failed || (item.call && item.call.failed);

	return drawWords(labels || wordsOf(item, row, c), item.side, place.at, row, c, `${kinds[item.kind]}${failed ? ' failed' : ''}`);
}

/* A return far from its entry names its call again. */
function wordsOf(item, row, c) {
	if (item.part !== RETURNED)
		return item.labels;
	return !item.call || row.y - (item.call.drawnAt || 0) > c.em * 12 || c.narrow ? item.far : item.labels;
}

const bandKinds = { cut: 'bad', kill: 'bad', crash: 'bad', reboot: 'bad', unreachable: 'bad', mend: 'good', end: 'end' };

/* What the director does: across the picture, its words between the lifelines. */
function drawBand(item, row, c) {
	const middle = (c.line[LEFT] + c.line[RIGHT]) / 2, inside = columnsOf(item.labels[0]) * c.ch < c.wire - c.ch * 4;
	const x = c.narrow ? c.gutter : c.gutter - c.ch;

	return label(inside ? middle : x, row.y + c.em * 0.34, inside ? item.labels[0] : fitting(item.labels, (c.width - x) / c.ch - 1),
		{ class: `act ${inside ? '' : 'long'}`, 'text-anchor': inside ? 'middle' : 'start' });
}

function drawBands(rows, c) {
	const x = c.narrow ? 0 : c.gutter - c.ch * 2, h = c.em * 1.9;

	return rows.filter((row) => row.kind === 'band').map((row) => {
		const kind = bandKinds[row.items[0].labels[0].split(' ')[0]] || '';

		return rect(x, row.y - h / 2, c.width - x, h, { class: `band ${kind}`, rx: 4, 'data-n': row.items[0].n });
	});
}

/* What the kernel's table says, over the lifelines. */
function drawLook(item, row, c) {
	return item.states.map(({ side, labels, state }, index) => {
		const half = c.wire / 2, room = c.narrow ? half / c.ch + 2 : half / c.ch + c.room[side] * 0.5;
		const said = fitting(labels, room);
		const width = (columnsOf(said) + 2) * c.ch, same = item.states.slice(0, index).filter((s) => s.side === side).length;
		const x = Math.min(Math.max(c.line[side] - width / 2, side === LEFT ? c.gutter : (c.line[LEFT] + c.line[RIGHT]) / 2), c.width - width);
		const y = row.y - c.em * 0.85 + (same - (looksDeep(item) - 1) / 2) * c.em * 1.9;

		return svg('g', { class: `pill state ${stateClass(state)}` },
			rect(x, y, width, c.em * 1.7, { rx: c.em * 0.85 }),
			label(x + width / 2, y + c.em * 1.19, said, { 'text-anchor': 'middle' }));
	});
}

const GLYPHS = { met: '✓', starred: '★', excused: '≈', broken: '✗', plain: '' };

/* Time, mark and line of a row. */
function drawGutter(item, row, c, y) {
	const lines = item.lines.join(','), parts = [];

	parts.push(label(c.ch * (c.narrow ? 7.6 : 8), y + c.em * 0.34, timeText(item.kind === 'p' ? item.at : row.at), { class: 'time', 'text-anchor': 'end' }));
	if (!c.narrow && item.mark !== 'plain')
		parts.push(label(c.ch * 9.8, y + c.em * 0.34, GLYPHS[item.mark], { class: `mark ${item.mark}`, 'text-anchor': 'middle' }));
	if (!c.narrow && lines)
		parts.push(label(c.ch * 11, y + c.em * 0.34, fitting([lines, `${item.lines[0]}…`], 5), { class: 'number' }));
	if (c.narrow && 'starred broken'.includes(item.mark))
		parts.push(label(c.ch * 0.1, y + c.em * 0.34, GLYPHS[item.mark], { class: `mark ${item.mark}` }));
	return parts;
}

function drawItem(run, item, row, places, c) {
	switch (item.kind) {
	case 'p': return item.bits & INSIDE ? drawInside(item, row, c) : drawArrow(item, row, c);
	case 'f': return [
		item.from >= 0 && drawArrow({ ...item, bits: DATA }, row, c),
		...item.cells.map((labels, side) => labels.length > 0 && drawWords(labels, side, side === item.to ? row.arrives || row.y : row.y, row, c, 'call fold')),
	];
	case 'a':
	case 'o': return drawBand(item, row, c);
	case 'k': return drawLook(item, row, c);
	default: return [drawCell(item, row, places, c)];
	}
}

/* Where a finger or a pointer meets an item: its part of the row. */
function target(item, row, places, c) {
	const alone = item.side !== undefined, height = c.em * (alone ? 1.7 : 2.1), top = (alone ? places.get(item.n).at : row.y) - height / 2;
	const box = (from, to) => rect(from, top, to - from, height, { class: 'target' });

	if (item.kind === 'p' || item.kind === 'f')
		return box(c.line[LEFT] + c.band / 2, c.line[RIGHT] - c.band / 2);
	if (item.side === undefined)
		return box(0, c.width);
	const { inside, text } = placeWords(wordsOf(item, row, c), item.side, row, c), x = c.line[item.side];
	const [near, far] = inside ? [c.band / 2, c.band / 2 + (columnsOf(text) + 1.6) * c.ch] : [c.outside[item.side] - c.bar * 0.2, c.width];

	if (item.side === LEFT)
		return inside ? box(x + near, x + far) : box(c.gutter, x - near);
	return inside ? box(x - far, x - near) : box(x + near, far);
}

function drawRow(run, row, places, c) {
	let first = true;

	return row.items.map((item) => {
		const drawn = drawItem(run, item, row, places, c);
		/* One time a row; the mark and line of each item that has one. */
		const strongest = row.items.reduce((a, b) => (MARKS.indexOf(b.mark) > MARKS.indexOf(a.mark) ? b : a));
		const gutter = first ? drawGutter({ ...item, mark: strongest.mark, lines: [...new Set(row.items.flatMap((i) => i.lines))].sort((a, b) => a - b) }, row, c, row.y) : [];

		first = false;
		return svg('a', {
			class: `item ${item.mark} ${item.kind === 'p' || item.kind === 'f' ? wireClass(item) : ''}`,
			href: `#${run.id}/${item.n}`, 'data-n': item.n, tabindex: -1, 'aria-label': `${timeText(item.at)} ms, ${sentence(run, item)}${markWords[item.mark] ? `, ${markWords[item.mark]}` : ''}`,
		}, target(item, row, places, c), svg('g', { class: 'gutter' }, gutter), drawn);
	});
}

function drawGap(row, rows, index, c, spacing) {
	const before = rows.slice(0, index).reverse().find((other) => other.kind !== 'gap'), after = rows[index + 1];
	const y = spacing === TRUE && before && after ? (before.y + after.y) / 2 : row.y;

	return label(c.ch * (c.narrow ? 7.6 : 8), y + c.em * 0.34, `⋮ ${row.text}`, { class: 'gap', 'text-anchor': 'end', 'data-n': after ? after.items[0].n : undefined });
}

/* The cable: hatched while it is cut. */
let hatches = 0; /* two ladders may stand on the page: each has its own */

function drawCuts(run, c) {
	const end = c.height - c.em * 0.8, spans = [];

	for (const cut of run.cuts) {
		const span = { from: yAt(c, cut.from), to: cut.to < 0 ? end : yAt(c, cut.to) }, last = spans[spans.length - 1];

		if (last && span.from <= last.to)
			last.to = Math.max(last.to, span.to);
		else
			spans.push(span);
	}
	return spans.map(({ from, to }) => rect(c.line[LEFT] + c.band / 2, from, c.wire - c.band, to - from, { class: 'cut', fill: `url(#hatch-${hatches})` }));
}

function drawTitles(run, c) {
	const middle = (c.line[LEFT] + c.line[RIGHT]) / 2;

	return run.titles.map((title, side) => {
		const half = Math.min(c.line[side] - (side ? middle : c.narrow ? 0 : c.gutter * 0.3), (side ? c.width : middle) - c.line[side]);
		const centred = columnsOf(title) * c.ch < half * 2 || !c.narrow;
		const x = centred ? c.line[side] : side ? c.width : 0, names = title.replace(/ [^ ]*[.:][^ ]*$/, '');
		const room = centred ? (half * 2) / c.ch : (c.width / 2) / c.ch - 1;

		return label(x, c.em * 1.3, fitting([title, names], room), { class: 'who', 'text-anchor': centred ? 'middle' : side ? 'end' : 'start' });
	});
}

function patterns() {
	return svg('defs', {}, svg('pattern', { id: `hatch-${hatches}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
		line(0, 0, 0, 8, { class: 'hatch' })));
}

/* Has this side anything to show? Where nothing goes over the wire there is only one. */
function isThere(run, side) {
	return run.titles[side] !== '' || run.items.some((item) => item.side === side || (item.kind === 'p' && (item.from === side || item.to === side)));
}

/* options: width, em, spacing, all. Returns the picture with what the others need to know of it. */
function drawLadder(run, options) {
	const narrow = options.width / characterWidth(options.em) < NARROW_CH;
	const rows = makeRows(run, options.all, !narrow), bars = makeBars(rows);
	const lanes = { bars: bars.map(takeLanes), sockets: [0, 1].map((side) => countSockets(run, side)) };
	const c = placeColumns(rows, options.width, options.em, lanes);

	c.socketLanes = lanes.sockets.map((n) => Math.max(1, n));
	placeRows(rows, c, options.spacing);
	const places = placeItems(run, rows, c, options.spacing);
	for (const item of run.items)
		item.drawnAt = places.get(item.n).at;
	const sockets = placeSockets(run, places, c);
	const looks = new Set(run.items.filter((item) => item.kind === 'k').map((item) => item.n));

	hatches++;
	const picture = svg('svg', {
		class: `ladder${c.narrow ? ' narrow' : ''}`, width: r(c.width), height: r(c.height), viewBox: `0 0 ${r(c.width)} ${r(c.height)}`,
		'font-size': options.em, role: 'group', 'aria-label': `Ladder of ${run.id}: ${rows.reduce((n, row) => n + row.items.length, 0)} steps. Arrow keys go from one to the next.`,
	},
	patterns(),
	svg('g', { class: 'under' },
		drawBands(rows, c),
		drawCuts(run, c),
		[LEFT, RIGHT].filter((side) => isThere(run, side)).map((side) => drawLifeline(run, rows, places, side, c)),
		sockets.map(({ sockets: list }, side) => list.map((s) => drawSocket(s, side, c, looks))),
		bars.flat().map((bar) => drawBar(bar, rows, places, c, options.spacing))),
	drawTitles(run, c),
	rows.map((row, index) => (row.kind === 'gap' ? drawGap(row, rows, index, c, options.spacing) : drawRow(run, row, places, c))));

	return { picture, rows, columns: c, places, steps: rows.flatMap((row) => row.items) };
}
