/*
 * life.js - what runs down the picture: lifelines, the states of their sockets, and the bars of system calls.
 *
 * A lifeline is dotted when the last process is gone: what comes then, the kernel's TCP does alone.
 */
const STATES = [
	['CLOSED', 'closed'], ['ESTABLISHED', 'open'], ['SYN_SENT', 'opening'], ['SYN_RCVD', 'opening'],
	['FIN_WAIT_1', 'active'], ['FIN_WAIT_2', 'active'], ['TIME_WAIT', 'waiting'], ['CLOSED', 'closed'],
	['CLOSE_WAIT', 'passive'], ['LAST_ACK', 'passive'], ['LISTEN', 'listen'], ['CLOSING', 'active'], ['SYN_RCVD', 'opening'],
];
const stateName = (state) => (STATES[state] || ['?'])[0];
const stateClass = (state) => (STATES[state] || ['', 'closed'])[1];

/* Lanes for what lasts: each takes the first that is free. Things: {begin, end}, in order of their beginnings. */
function takeLanes(things) {
	const free = [];

	for (const thing of things) {
		let lane = free.findIndex((end) => end <= thing.begin);

		if (lane < 0)
			lane = free.length;
		free[lane] = thing.end;
		thing.lane = lane;
	}
	return free.length;
}

/* The calls' bars, as [first row, last row]: a call that returns in another row than it was entered in is a long one. */
function makeBars(rows) {
	const bars = [[], []], open = new Map();

	rows.forEach((row, index) => {
		for (const item of row.items) {
			if (item.kind === 'x')
				for (const [entered, bar] of open)
					if (entered.process === item.process) {
						bar.end = index;
						bar.killed = true;
						open.delete(entered);
					}
			if (item.kind !== 'c')
				continue;
			if (item.part === RETURNED && open.has(item.call)) {
				open.get(item.call).end = index;
				open.get(item.call).exit = item;
				open.delete(item.call);
			}
			if (item.part !== RETURNED) {
				const bar = { item, side: item.side, begin: index, end: index + 0.5 };

				bars[item.side].push(bar);
				if (item.part === ENTERED) {
					bar.end = Infinity;
					open.set(item, bar);
				}
			}
		}
	});
	return bars;
}

/* Where each item's moment is drawn: at: where it begins, arrived: where it comes to. */
function placeItems(run, rows, c, spacing) {
	const places = new Map();
	let last = { at: c.em * 2, arrived: c.em * 2 };

	for (const row of rows) {
		const wire = row.wire, arrow = wire && !(wire.bits & INSIDE);

		if (wire) {
			const arrival = spacing === TRUE && wire.arrival > 0 ? yAt(c, wire.arrival) : 0;

			row.arrives = arrow ? Math.max(row.y + c.slant, arrival) : row.y;
		}
		for (const item of row.items) {
			const far = arrow && item.side !== undefined && item.side === wire.to && !(wire.bits & LOST);
			const at = far ? row.arrives : row.y;

			places.set(item.n, { at, arrived: item === wire ? row.arrives : at });
		}
	}
	for (const item of run.items) {
		last = places.get(item.n) || last; /* what is folded happened where the fold is drawn */
		places.set(item.n, last);
	}
	return places;
}

/* The sockets of each side with their states as [y, state], in lanes; what listens lies below the rest. */
function placeSockets(run, places, c) {
	const sides = [[], []], end = c.height - c.em * 0.8;

	for (const socket of run.sockets) {
		const spans = [];

		for (const change of socket.changes) {
			const place = places.get(change.n);
			const y = !place ? c.em * 2 : change.received ? place.arrived : place.at;

			if (spans.length)
				spans[spans.length - 1].to = y;
			spans.push({ from: y, to: end, state: change.state, kernel: change.kernel, n: change.n });
		}
		const open = spans.filter((s) => stateClass(s.state) !== 'closed');

		if (open.length)
			sides[socket.side].push({
				name: socket.name, spans: open, begin: open[0].from, end: open[open.length - 1].to, lane: 0,
				listens: open[0].state === 10,
			});
	}
	return sides.map((sockets) => {
		const connections = sockets.filter((s) => !s.listens).sort((a, b) => a.begin - b.begin);

		return { sockets: [...sockets.filter((s) => s.listens), ...connections], lanes: Math.max(1, takeLanes(connections)) };
	});
}

/* How many sockets are open side by side at most: before anything has a place. */
function countSockets(run, side) {
	const spans = run.sockets.filter((s) => s.side === side && s.changes[0].state !== 10).map((s) => {
		const last = s.changes[s.changes.length - 1];

		return { begin: s.changes[0].n, end: stateClass(last.state) === 'closed' ? last.n : Infinity };
	});

	return takeLanes(spans.sort((a, b) => a.begin - b.begin));
}

/* looks: the items that a pill is drawn for, which a state's name must not begin under. */
function drawSocket(socket, side, c, looks) {
	const x = c.line[side] + (side === LEFT ? -1 : 1) * socket.lane * c.band * 1.1 - c.band / 2;

	return socket.spans.map((span) => {
		const name = stateName(span.state), size = c.em * 0.72, below = looks.has(span.n) ? c.em * 1.15 : c.em * 0.35;
		const height = span.to - span.from;
		const group = svg('g', { class: `state ${stateClass(span.state)}`, 'data-from': span.n },
			svg('title', {}, `${socket.name}: ${name}${span.kernel ? ', as the kernel\'s table says' : ''}`),
			rect(x, span.from, c.band, height, { rx: 2 }));

		if (height > columnsOf(name) * size * 0.66 + below + c.em * 0.2)
			group.append(svg('text', {
				'font-size': r(size),
				transform: `translate(${r(x + c.band / 2)} ${r(span.from + below)}) rotate(90)`,
				'dominant-baseline': 'central',
			}, name));
		return group;
	});
}

/* From the first thing that a side does to its last process' end, and dotted from there. */
function drawLifeline(run, rows, places, side, c) {
	const x = c.line[side], top = c.em * 2.1, bottom = c.height - c.em * 0.8;
	const mine = run.items.filter((item) => ('csx'.includes(item.kind) && item.side === side));
	const alive = new Set();
	let gone = null;

	for (const item of mine) {
		if (item.kind === 'x')
			alive.delete(item.process);
		else
			alive.add(item.process);
		if (item.kind === 'x' && !alive.size)
			gone = places.get(item.n).at;
		else if (alive.size)
			gone = null;
	}
	return [
		line(x, top, x, gone === null ? bottom : gone, { class: 'life' }),
		gone !== null && line(x, gone, x, bottom, { class: 'life gone' }),
	];
}

const barX = (bar, c) => {
	const base = c.band / 2 + (c.socketLanes[bar.side] - 1) * c.band * 1.1 + c.bar * 0.3;
	const out = base + bar.lane * c.bar + c.bar * 0.35;

	return bar.side === LEFT ? c.line[LEFT] - out : c.line[RIGHT] + out;
};

function drawBar(bar, rows, places, c, spacing) {
	const item = bar.item, begin = places.get(item.n).at, half = c.em * 0.42, width = c.bar * 0.5;
	let from = begin - half, to = begin + half;

	if (item.part === ENTERED) {
		from = begin;
		to = bar.exit ? places.get(bar.exit.n).at : bar.end < rows.length ? rows[bar.end].y : c.height - c.em * 0.8;
	} else if (spacing === TRUE && item.to > item.from) {
		from = Math.min(from, yAt(c, item.from));
		to = Math.max(to, yAt(c, item.to));
	}
	const failed = item.failed || (item.exit && item.failed);

	return svg('g', { class: `bar${failed ? ' failed' : ''}${item.part === ENTERED && !bar.exit ? ' unfinished' : ''}`, 'data-n': item.n },
		rect(barX(bar, c) - width / 2, from, width, to - from, { rx: 1.5 }));
}
