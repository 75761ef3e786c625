/*
 * present.js - for a lecture: large type, one event at a time, what comes next hidden. Right, Down, Space and Page Down
 * (which a presenter's remote control sends) go on, their opposites go back; Home, End; t for the clock; Escape leaves.
 *
 * Nothing tells how it ends before it has ended: titles and names of scenarios do, so until then there are the number and
 * what is started; and a call that will fail looks like any other while it lasts.
 */
const FORWARD = ['ArrowRight', 'ArrowDown', ' ', 'PageDown', 'Enter'], BACK = ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'];
let presented = null;

function emForPresenting(run, width) {
	const need = needs(makeRows(run, false, true)), ch = 22 + Math.min(18, need.side[0]) + Math.min(18, need.side[1]) + Math.min(46, need.wire);

	return Math.max(12, Math.min(32, Math.floor(((width / ch) / characterWidth(100)) * 100)));
}

/* What stands above it: what is started, and, when all has been shown, what that was to show. */
function drawHeading(scenario, run) {
	const started = run.items.filter((item) => item.kind === 'a' && item.labels[0].startsWith('start ')).map((item) => item.labels[0]);

	return html('header', {}, html('span', { class: 'name' }, scenario.short), ' ',
		html('span', { class: 'started' }, started.map((text) => html('span', {}, text))), html('strong', { class: 'title' }, scenario.section.querySelector('h2 .title').textContent));
}

/* The names of the lifelines stay in sight. */
function drawHeads(run, ladder) {
	const c = ladder.columns, height = c.em * 2;

	return svg('svg', { class: 'ladder heads', width: r(c.width), height: r(height), viewBox: `0 0 ${r(c.width)} ${r(height)}`, 'font-size': c.em,
		style: `margin-bottom: ${r(-height)}px`, 'aria-hidden': 'true' }, drawTitles(run, c));
}

function openPresentation() {
	const { scenario } = view, run = scenario.run(view.control);

	closePresentation();
	if (!run || run.unread)
		return;
	const width = document.documentElement.clientWidth - 48;
	const ladder = drawLadder(run, { width: Math.min(width, 1900), em: emForPresenting(run, Math.min(width, 1900)), spacing: view.time, all: view.all });
	const controls = [['‹', -1, 'Back'], ['›', 1, 'Next event']].map(([text, by, title]) => {
		const b = html('button', { type: 'button', 'aria-label': title }, text);

		b.addEventListener('click', () => presentStep(by));
		return b;
	});
	const leave = html('button', { type: 'button', 'aria-label': 'Leave' }, '×');

	leave.addEventListener('click', () => go({ present: false }));
	presented = { ladder, run, caption: html('p', { class: 'caption', 'aria-live': 'polite' }), count: html('span', { class: 'count' }) };
	presented.frame = html('div', { class: 'presentation', role: 'dialog', 'aria-label': 'Presentation' },
		drawHeading(scenario, run),
		html('div', { class: 'scroll', tabindex: -1 }, drawHeads(run, ladder), ladder.picture),
		html('footer', {}, presented.caption, html('span', { class: 'move' }, controls[0], presented.count, controls[1], leave)));
	ladder.picture.prepend(svg('clipPath', { id: 'until' }, rect(0, 0, ladder.columns.width, 0, {})));
	ladder.picture.setAttribute('aria-label', `Ladder of ${scenario.short}`);
	ladder.picture.querySelectorAll('a.item').forEach((a) => a.removeAttribute('href')); /* browsers show where links lead */
	ladder.picture.querySelector('.under').setAttribute('clip-path', 'url(#until)');
	document.body.append(presented.frame);
	document.body.classList.add('presenting');
	showPresented(true);
}

function closePresentation() {
	if (!presented)
		return;
	presented.frame.remove();
	presented = null;
	document.body.classList.remove('presenting');
}

/* How many steps are shown: those up to the item of the address. */
function presentedCount() {
	return presented.ladder.steps.filter((item) => item.n <= view.item).length;
}

function presentStep(by) {
	const { steps } = presented.ladder, count = Math.min(steps.length, Math.max(0, presentedCount() + by));

	view.item = count ? steps[count - 1].n : 0;
	history.replaceState(null, '', addressOf({}));
	showPresented();
}

function captionOf(item) {
	const parts = [];

	for (const number of item.lines) {
		const known = presented.run.lines.get(number) || { claims: [] };

		parts.push(`line ${number}${known.starred ? ' ★' : ''}  ${view.scenario.line(number)}`);
		for (const claim of known.claims.map((i) => view.scenario.claims[i]).filter(Boolean))
			parts.push(`→ ${claim.id}: ${claim.verdict}`);
	}
	return parts.join('   ');
}

/* atOnce: without the gliding that follows a step. */
function showPresented(atOnce) {
	const { ladder, caption, count, frame } = presented, c = ladder.columns, shown = presentedCount(), now = ladder.steps[shown - 1];
	const place = now && ladder.places.get(now.n), until = place ? Math.max(place.arrived, place.at) + c.em * 0.5 : c.em * 2.2;

	ladder.picture.querySelectorAll('[data-n]').forEach((e) => {
		e.classList.toggle('later', Number(e.dataset.n) > (now ? now.n : 0));
		e.classList.toggle('here', Boolean(now) && Number(e.dataset.n) === now.n);
	});
	ladder.picture.querySelectorAll('[data-from]').forEach((e) => e.classList.toggle('later', Number(e.dataset.from) > (now ? now.n : 0)));
	ladder.picture.querySelector('#until rect').setAttribute('height', r(shown === ladder.steps.length ? c.height : until));
	for (const item of ladder.steps.filter((step) => step.part === ENTERED)) {
		const pending = shown < ladder.steps.length && !(item.exit && now && now.n >= item.exit.n);

		ladder.picture.querySelectorAll(`[data-n="${item.n}"]`).forEach((e) => e.classList.toggle('pending', pending));
	}
	frame.classList.toggle('over', shown === ladder.steps.length);
	caption.textContent = now ? captionOf(now) || sentence(presented.run, now) : 'Right arrow or space: the first event';
	count.textContent = `${shown} / ${ladder.steps.length}`;
	const scroll = frame.querySelector('.scroll');
	scroll.scrollTo({ top: until - scroll.clientHeight * 0.68, behavior: atOnce ? 'instant' : 'auto' });
}

/* True where the key was for the presentation. */
function presentKey(event) {
	if (event.ctrlKey || event.metaKey || event.altKey)
		return false;
	if (event.target.tagName === 'BUTTON' && ' Enter'.includes(event.key))
		return false; /* the button's own */
	if (FORWARD.includes(event.key))
		presentStep(1);
	else if (BACK.includes(event.key))
		presentStep(-1);
	else if (event.key === 'Home')
		presentStep(-Infinity);
	else if (event.key === 'End')
		presentStep(Infinity);
	else if (event.key === 'Escape' || event.key === 'q')
		go({ present: false });
	else if (event.key === 't')
		go({ time: view.time === EVEN ? TRUE : EVEN });
	else if (event.key === 'f' && document.documentElement.requestFullscreen)
		(document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
	else
		return false;
	return true;
}
