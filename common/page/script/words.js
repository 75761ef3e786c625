'use strict';
/*
 * words.js - the record of a run as the program wrote it (common/page/run.h says what stands where), with names.
 *
 * All text comes from captures, scripts and programs, and may be anything. It only ever becomes text: textContent and
 * attributes, never HTML.
 */
let strings = [], lists = [], records = {};

/* The records are packed in the page, one JSON text a line; a browser that cannot unpack them still has all of the rest. */
async function unpack() {
	const packed = document.getElementById('records'), bytes = Uint8Array.from(atob(packed.textContent), (c) => c.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));

	for (const line of (await new Response(stream).text()).split('\n').map(JSON.parse)) {
		if (line.scenario)
			(records[line.scenario] ??= {})[line.control] = line.run;
		else
			({ strings, lists } = line);
	}
	packed.remove();
}

/* One thing in several lengths, the richest first; the first `enough` say all that matters. */
function words(list) {
	const [enough, ...numbers] = lists[list], labels = numbers.map((n) => strings[n]);

	labels.enough = enough;
	return labels;
}

const LEFT = 0, RIGHT = 1, ROUTER = 2;
const LOST = 1, INSIDE = 2, RESET = 4, AGAIN = 8, BARE_ACK = 16, DATA = 32, OPENS = 64, CLOSES = 128;
const MARKS = ['plain', 'met', 'starred', 'excused', 'broken'];
const POINT = 0, ENTERED = 1, RETURNED = 2;

/* The rest of an item, behind what all begin with. */
const readers = {
	p: ([from, to, bits, labels, frame, length, ip, bytes, arrival, source, destination]) =>
		({ from, to, bits, labels: words(labels), frame, length, ip, bytes, arrival,
			source: strings[source], destination: strings[destination] }),
	c: ([side, part, labels, ...rest]) => part === RETURNED
		? { side, part, labels: words(labels), entry: rest[0], far: words(rest[1]) }
		: { side, part, labels: words(labels), process: rest[0], from: rest[1], to: rest[2],
			failed: (rest[3] & 1) > 0, stamped: (rest[3] & 2) > 0, timed: (rest[3] & 4) > 0,
			text: strings[rest[4]], later: rest[5] },
	s: ([side, labels, process, text]) => ({ side, labels: words(labels), process, text: strings[text] }),
	x: ([side, labels, process, text]) => ({ side, labels: words(labels), process, text: strings[text] }),
	a: ([text]) => ({ labels: [strings[text]] }),
	k: ([states, table]) => ({
		states: states.map(([side, labels, state]) => ({ side, labels: words(labels), state })), table: table.map((n) => strings[n]), labels: [],
	}),
	o: ([count]) => ({ labels: [`⋮ ${count} more events: lab show --full draws them all`] }),
};

function readItem([kind, at, silence, row, unfolded, fold, mark, lines, ...rest], index) {
	return { kind, n: index + 1, at, silence, row, unfolded, fold, mark: MARKS[mark], lines, ...readers[kind](rest) };
}

function readFold([mark, lines, from, labels, left, right]) {
	return { mark: MARKS[mark], lines, from, labels: words(labels), cells: [words(left), words(right)] };
}

function readRun(raw, id, lines) {
	if (raw.unread !== undefined)
		return { id, unread: raw.unread };
	const run = {
		id,
		titles: raw.titles,
		processes: raw.processes.map(([name, side, pid]) => ({ name, side, pid })),
		items: raw.items.map(readItem),
		folds: [null, ...raw.folds.map(readFold)],
		sockets: raw.sockets.map(([name, side, ...changes]) => ({
			name, side,
			changes: changes.map(([n, received, state, kernel]) => ({ n, received, state, kernel })),
		})),
		cuts: raw.cuts.map(([from, to, direction]) => ({ from, to, direction })),
		lines: lines || new Map((raw.lines || []).map(([number, status, starred, claims]) => [number, { status, starred, claims }])),
		proofs: new Map(Object.entries(raw.proofs).map(([n, text]) => [Number(n), strings[text]])),
		failure: raw.failure && { ...raw.failure, instead: strings[raw.failure.instead],
			difference: strings[raw.failure.difference], cause: strings[raw.failure.cause] },
		straceLine: (call) => putBack(raw, call),
	};
	for (const item of run.items)
		if (item.part === RETURNED && item.entry) {
			item.call = run.items[item.entry - 1];
			item.call.exit = item;
			item.process = item.call.process;
		}
	return run;
}

/* strace's own line, to the letter: what stands elsewhere in the record is put back. */
function putBack(raw, call) {
	const seconds = (us) => `${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, '0')}`;
	const front = call.stamped ? `${String(raw.processes[call.process][2]).padEnd(5)} ${seconds(raw.origin + call.from - call.later)} ` : '';
	const text = call.text.replace(/[\ue000-\uf8ff]/g, (c) => raw.notes[c.charCodeAt(0) - 0xe000] ?? c);

	return front + text + (call.timed ? ` <${seconds(call.to - call.from)}>` : '');
}

/* A scenario of the page, its parts read when they are first asked for. */
const scenarios = new Map();

class Scenario {
	constructor(section) {
		this.section = section;
		this.id = section.id;
		this.read = new Map();
		const pre = section.querySelector('.source pre');
		this.source = pre ? pre.textContent.split('\n') : [];
		this.claims = [...section.querySelectorAll('.claims > li')].map((li) => ({
			id: li.querySelector('.id').textContent,
			href: li.querySelector('.id').getAttribute('href'),
			verdict: li.querySelector('.verdict').textContent,
		}));
		this.controls = [...section.querySelectorAll('.controls > li')].map((li) => li.querySelector('code').textContent);
	}

	/* "linger/02", where no other begins so: the name says how it ends. */
	get short() {
		const short = this.id.replace(/([/]\d+)-.*$/, '$1');

		return scenarioNamed(short) === this.id ? short : this.id;
	}

	get runs() {
		return records[this.id] || {};
	}

	has(control) {
		return this.runs[control] !== undefined;
	}

	run(control) {
		if (!this.has(control))
			return null;
		if (!this.read.has(control))
			this.read.set(control, readRun(this.runs[control], control ? `${this.id}/control-${control}` : this.id, control ? this.run(0).lines : null));
		return this.read.get(control);
	}

	line(number) {
		return (this.source[number - 1] || '').trim();
	}
}

/* Milliseconds, as on the terminal; from a second on, seconds. */
function timeText(us) {
	return us < 1e6 ? (us / 1e3).toFixed(3) : `${(us / 1e6).toFixed(3)} s`;
}

function durationText(us) {
	if (us < 1e3)
		return `${us} µs`;
	if (us < 1e6)
		return `${(us / 1e3).toFixed(us < 1e4 ? 1 : 0)} ms`;
	return us < 120e6 ? `${(us / 1e6).toFixed(2)} s` : `${(us / 60e6).toFixed(1)} min`;
}

/* Who a packet is from or for: where nobody knows, whoever stands on that side. */
function partyName(run, name, side) {
	return name || (side === ROUTER ? 'router' : run.titles[side] || (side === LEFT ? 'left' : 'right'));
}

/* A packet's label, without the name that a picture with several actors needs. */
function packetSentence(run, item) {
	const from = partyName(run, item.source, item.from), to = partyName(run, item.destination, item.to);
	const prefix = [from, to].find((name) => item.labels[0].startsWith(`${name}: `)) || '';

	return `${from} → ${to}: ${item.labels[0].slice(prefix ? prefix.length + 2 : 0)}`;
}

/* What happened, in one sentence: for the list, and for who listens instead of looking. */
function sentence(run, item) {
	switch (item.kind) {
	case 'p': return packetSentence(run, item);
	case 'f': return [item.labels[0], item.cells[0][0], item.cells[1][0]].filter(Boolean).join('; ');
	case 'k': return `kernel's table: ${item.states.map((s) => `${run.titles[s.side].split(/[ ,]/)[0]} ${s.labels[0]}`).join('; ') || 'as before'}`;
	case 'a':
	case 'o': return item.labels[0];
	case 'c': return `${run.processes[item.process] ? run.processes[item.process].name : '?'}: ${withoutName(run, item, sentenceOfCall(item))}`;
	default: return `${run.processes[item.process].name}: ${withoutName(run, item, item.labels[0])}`;
	}
}

function withoutName(run, item, text) {
	const prefix = run.processes[item.process] ? `${run.processes[item.process].name}: ` : '';

	return prefix && text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function sentenceOfCall(item) {
	if (item.part === ENTERED)
		return `${item.labels[0]} is entered`;
	return item.part === RETURNED ? item.far[0] : item.labels[0];
}

const markWords = { met: 'met a line', starred: 'the scenario is about this', excused: 'needless', broken: 'not expected' };
