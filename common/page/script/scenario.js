/*
 * scenario.js - one scenario on the page: its ladder with what is behind each item, its controls beside it, the list of
 * its steps, and its script.
 */
const FAR_PX = 240; /* ladders are moved so far, and no farther, to bring their first difference to one height */
const WIDE_PX = 1080; /* from here on the details stand beside the ladder */

/* What is looked at: which scenario and run, which item, and how. The address says all of it. */
const view = { scenario: null, control: 0, item: 0, time: EVEN, all: false, beside: 0, present: false };
let drawn = []; /* the ladders on the stage, each with its run */

function addressOf(changes) {
	const v = { ...view, ...changes }, flags = [];

	if (v.time === TRUE)
		flags.push('time');
	if (v.all)
		flags.push('all');
	if (v.beside)
		flags.push(`beside-${v.beside}`);
	if (v.present)
		flags.push('present');
	return `#${v.present ? v.scenario.short : v.scenario.id}${v.control ? `/control-${v.control}` : ''}${v.item ? `/${v.item}` : ''}${flags.length ? `?${flags.join('&')}` : ''}`;
}

function go(changes) {
	history.replaceState(null, '', addressOf(changes));
	follow();
}

function button(text, pressed, changes, title) {
	const b = html('button', { type: 'button', 'aria-pressed': pressed === null ? null : String(pressed), title }, text);

	b.addEventListener('click', () => go(typeof changes === 'function' ? changes() : changes));
	return b;
}

function drawTools(scenario) {
	const run = scenario.run(view.control), controls = scenario.controls.map((text, i) => [i + 1, text]).filter(([k]) => scenario.has(k));

	return html('div', { class: 'tools', role: 'toolbar', 'aria-label': 'How the ladder is drawn' },
		html('span', { class: 'choice' },
			button('even', view.time === EVEN, { time: EVEN }, 'Every step at the same distance (t)'),
			button('true time', view.time === TRUE, { time: TRUE }, 'By the clock: a pause is as long as it was (t)')),
		run && run.folds && run.folds.length > 1 && button('every segment', view.all, () => ({ all: !view.all, item: 0 }), 'Nothing folded'),
		controls.length > 0 && html('span', { class: 'choice' },
			controls.map(([k, text]) => button(controls.length > 1 ? `control ${k}` : 'control beside', view.beside === k, () => ({ beside: view.beside === k ? 0 : k, control: 0, item: 0 }), `${text} (c)`))),
		button('present', null, () => ({ present: true, beside: 0, item: 0 }), 'One event at a time, with the arrow keys (p)'));
}

function emWhere(width) {
	return width < 560 ? 11 : width < 1000 ? 12.5 : width < 1300 ? 14 : 15.5;
}

function drawRun(run, width, em) {
	const ladder = drawLadder(run, { width, em, spacing: view.time, all: view.all });

	return { run, ...ladder };
}

/* The control's first difference, and the item of the scenario that it differs from. */
function firstDifference(scenario, control) {
	const failure = scenario.run(control).failure;

	if (!failure)
		return null;
	const met = scenario.run(0).items.find((item) => failure.line && item.lines.includes(failure.line));
	return { there: failure.item, here: met ? met.n : 0, failure };
}

/* An item may be folded away: then the fold stands for it. */
const elementOf = (ladder, n) => {
	const step = ladder.steps.find((item) => item.n === n || (item.kind === 'f' && n >= item.n && n <= item.last));

	return step ? ladder.picture.querySelector(`a[data-n="${step.n}"]`) : null;
};

function markDifference(ladder, n, text) {
	const c = ladder.columns, element = n && elementOf(ladder, n);
	const y = element ? ladder.places.get(n).at : c.height - c.em * 0.6;

	const size = c.em * 0.85, width = (columnsOf(text) + 2) * c.ch * 0.85;

	ladder.picture.insertBefore(rect(1, y - c.em * 1.2, c.width - 2, c.em * 2.5, { class: 'difference', rx: 6 }), ladder.picture.children[1]);
	ladder.picture.append(svg('g', { class: 'tag' }, rect(c.width - width - 8, y - c.em * 1.9, width, c.em * 1.4, { rx: c.em * 0.7 }),
		label(c.width - 8 - width / 2, y - c.em * 0.92, text, { 'text-anchor': 'middle', 'font-size': r(size) })));
	return y;
}

/* Two ladders side by side, so that the first difference stands at the same height. */
function drawBeside(scenario, stage, width) {
	const narrow = width < 760, each = narrow ? width : (width - 24) / 2, em = emWhere(each);
	const here = drawRun(scenario.run(0), each, em), there = drawRun(scenario.run(view.beside), each, em);
	const difference = firstDifference(scenario, view.beside);
	const column = (ladder, title, text) => html('div', { class: 'column' }, html('h3', {}, title, ' ', text && html('code', {}, text)), ladder.picture);
	const columns = html('div', { class: 'columns' }, column(here, 'The scenario'), column(there, 'The control:', scenario.controls[view.beside - 1]));

	drawn = [here, there];
	if (difference) {
		const y = [markDifference(here, difference.here, 'expected'), markDifference(there, difference.there, difference.there ? 'first difference' : 'it never comes')];
		const shift = y[0] - y[1];

		if (!narrow && Math.abs(shift) < FAR_PX)
			(shift > 0 ? there : here).picture.style.marginTop = `${Math.abs(shift)}px`;
	}
	stage.append(columns);
}

function drawAlone(scenario, stage, width) {
	const run = scenario.run(view.control), wide = width >= WIDE_PX, panel = html('aside', { class: 'details', 'aria-label': 'What is behind it', 'aria-live': 'polite' });
	const room = wide ? width - Math.min(440, Math.max(340, width * 0.27)) - 32 : width;
	const ladder = drawRun(run, room, emWhere(room));

	drawn = [ladder];
	stage.append(html('div', { class: wide ? 'beside' : 'above' }, ladder.picture, panel));
}

function drawSteps(ladder) {
	return html('details', { class: 'steps' }, html('summary', {}, 'As a list'),
		html('ol', {}, ladder.steps.map((item) => html('li', { value: item.n, class: item.mark },
			html('a', { href: `#${ladder.run.id}/${item.n}` }, html('span', { class: 'time' }, timeText(item.at)), ' ', sentence(ladder.run, item)),
			item.lines.length > 0 && html('span', { class: 'dim' }, ` line ${item.lines.join(', ')}`)))));
}

/* What a failed run says of itself. */
function drawFailure(scenario, run) {
	const f = run.failure;

	return html('div', { class: 'failure' },
		f.line > 0 && html('p', {}, 'expected ', html('code', {}, scenario.line(f.line))), html('p', {}, 'instead ', html('code', {}, f.instead)),
		f.difference && html('p', {}, f.difference), f.cause && html('p', {}, f.cause));
}

function drawStage() {
	const { scenario } = view, stage = scenario.section.querySelector('.stage'), run = scenario.run(view.control);
	const width = stage.clientWidth;

	stage.replaceChildren();
	drawn = [];
	if (!run || run.unread) {
		stage.append(html('p', { class: 'error' }, run ? run.unread : 'There is no record of this run.'));
		return;
	}
	stage.append(drawTools(scenario));
	if (view.control)
		stage.append(html('p', {}, 'The run of the control ', html('code', {}, scenario.controls[view.control - 1]), '. ', html('a', { href: `#${scenario.id}` }, 'The scenario itself')));
	if (run.failure && !view.control)
		stage.append(drawFailure(scenario, run));
	if (view.beside && scenario.has(view.beside) && !scenario.run(view.beside).unread)
		drawBeside(scenario, stage, width);
	else
		drawAlone(scenario, stage, width);
	if (!stage.querySelector('.details'))
		stage.append(html('aside', { class: 'details', 'aria-live': 'polite' }));
	drawn.forEach((ladder) => stage.append(drawSteps(ladder)));
	showItem();
}

/* The script, each line with what became of it and a link to what met it. */
function drawSource(scenario) {
	const pre = scenario.section.querySelector('.source pre'), run = scenario.run(0);

	if (!pre || !run || run.unread || pre.dataset.drawn)
		return;
	pre.dataset.drawn = true;
	pre.replaceChildren(...scenario.source.map((text, i) => {
		const known = run.lines.get(i + 1), met = run.items.find((item) => item.lines.includes(i + 1) && item.part !== ENTERED);
		const glyph = !known || known.status === 'o' ? '' : known.status === 'b' ? '✗' : known.starred ? '★' : met && met.kind === 'a' ? '' : '✓';

		return html('div', { id: `${scenario.id}/line-${i + 1}`, class: known && known.status === 'b' ? 'broken' : '' },
			html('span', { class: 'number' }, String(i + 1)), html('span', { class: `mark ${known && known.starred ? 'starred' : 'met'}` }, glyph),
			met ? html('a', { href: `#${scenario.id}/${met.n}` }, text) : html('span', {}, text || ' '));
	}));
}

/* ---- what is pointed at, and what is kept ---- */

const panel = () => document.querySelector('.scenario.open .details');

function put(parts, open) {
	const p = panel();

	if (!p)
		return;
	p.replaceChildren(...parts);
	p.classList.toggle('open', open);
	if (open) {
		const close = html('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×');

		close.addEventListener('click', () => go({ item: 0 }));
		p.prepend(close);
	}
}

function ladderOf(element) {
	return drawn.find((ladder) => ladder.picture.contains(element));
}

function itemOf(ladder, n) {
	return ladder.steps.find((item) => item.n === n) || ladder.run.items[n - 1];
}

function showItem() {
	const ladder = drawn.find((l) => l.run.id === (view.control ? `${view.scenario.id}/control-${view.control}` : view.scenario.id)) || drawn[0];

	document.querySelectorAll('.ladder .here').forEach((e) => e.classList.remove('here'));
	for (const l of drawn) {
		const first = l.picture.querySelector('a.item');

		l.picture.querySelectorAll('a.item[tabindex="0"]').forEach((e) => e.setAttribute('tabindex', -1));
		if (first)
			first.setAttribute('tabindex', 0);
	}
	if (!ladder || !view.item || !ladder.run.items[view.item - 1]) {
		put(drawLegend(), false);
		return;
	}
	const element = elementOf(ladder, view.item), item = itemOf(ladder, view.item);

	put(drawDetails(view.scenario, ladder.run, item), true);
	if (!element)
		return;
	ladder.picture.querySelectorAll('a.item[tabindex="0"]').forEach((e) => e.setAttribute('tabindex', -1));
	element.setAttribute('tabindex', 0);
	ladder.picture.querySelectorAll(`[data-n="${element.dataset.n}"]`).forEach((e) => e.classList.add('here'));
}

/* Brings what is kept into sight: above the details, where these lie over the lower half. */
function revealItem() {
	const element = document.querySelector('.ladder a.here'), sheet = panel();

	if (!element)
		return;
	const box = element.getBoundingClientRect();
	const bottom = sheet && getComputedStyle(sheet).position === 'fixed' ? sheet.getBoundingClientRect().top : innerHeight;
	if (box.top < 90 || box.bottom > bottom - 60)
		scrollBy(0, (box.top + box.bottom) / 2 - (60 + bottom) / 2);
}

/* Pointing shows; leaving brings back what is kept. */
function point(event) {
	const element = event.target.closest && event.target.closest('.ladder [data-n]'), ladder = element && ladderOf(element);

	document.querySelectorAll('.ladder .pointed').forEach((e) => e.classList.remove('pointed'));
	if (!ladder || event.pointerType === 'touch')
		return;
	const n = Number(element.dataset.n);
	ladder.picture.querySelectorAll(`[data-n="${n}"]`).forEach((e) => e.classList.add('pointed'));
	if (panel() && getComputedStyle(panel()).position !== 'fixed')
		put(drawDetails(view.scenario, ladder.run, itemOf(ladder, n)), false);
}

function unpoint(event) {
	if (!event.relatedTarget || !event.relatedTarget.closest || !event.relatedTarget.closest('.ladder, .details'))
		showItem();
}

/* Arrow keys within a ladder. */
function step(by) {
	const ladder = ladderOf(document.activeElement) || drawn[0];
	const at = ladder.steps.findIndex((item) => item.n === Number((document.activeElement.dataset || {}).n || view.item));
	const next = ladder.steps[Math.min(ladder.steps.length - 1, Math.max(0, at < 0 ? 0 : at + by))];

	view.item = next.n;
	history.replaceState(null, '', `#${ladder.run.id}/${next.n}${location.hash.includes('?') ? location.hash.slice(location.hash.indexOf('?')) : ''}`);
	follow();
	elementOf(drawn.find((l) => l.run.id === ladder.run.id) || drawn[0], next.n).focus({ preventScroll: true });
}
