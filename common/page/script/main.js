/*
 * main.js - follows the address: #claims, #claim/ID, #LAB/NAME (or its number alone), #LAB/NAME/7, #LAB/NAME/control-1/7,
 * with ?time&all&beside-1&present behind it; and the keys.
 */
const sections = new Map([...document.querySelectorAll('section.scenario')].map((section) => [section.id, section]));
let stageKey = '';

/* "linger/02-rst" by its own name or by "linger/02"; undefined where there is none, or more than one. */
function scenarioNamed(name) {
	const [found, another] = sections.has(name) ? [name] : [...sections.keys()].filter((id) => id.startsWith(`${name}-`));

	return another ? undefined : found;
}

function scenarioOf(id) {
	if (!scenarios.has(id))
		scenarios.set(id, new Scenario(sections.get(id)));
	return scenarios.get(id);
}

/* Sets the view by an address; false where it is no scenario's. */
function readAddress(hash) {
	const [path, flags = ''] = hash.replace(/^#/, '').split('?'), parts = path.split('/'), id = parts.length > 1 && scenarioNamed(parts.slice(0, 2).join('/'));
	const rest = parts.slice(2), set = new Set(flags.split('&'));

	if (!id)
		return false;
	view.scenario = scenarioOf(id);
	view.control = rest[0] && /^control-\d+$/.test(rest[0]) ? Number(rest.shift().slice(8)) : 0;
	view.line = rest[0] && /^line-\d+$/.test(rest[0]) ? rest[0] : '';
	view.item = /^\d+$/.test(rest[0] || '') ? Number(rest[0]) : 0;
	view.time = set.has('time') ? TRUE : EVEN;
	view.all = set.has('all');
	view.present = set.has('present');
	view.beside = Number([...set].find((f) => f.startsWith('beside-'))?.slice(7) || 0);
	return true;
}

function showSection(section) {
	for (const other of sections.values())
		other.classList.toggle('open', other === section);
	front.hidden = Boolean(section);
	document.documentElement.classList.remove('deep');
}

function follow() {
	if (!readAddress(location.hash)) {
		const id = location.hash.slice(1).split('?')[0];

		closePresentation();
		showSection(null);
		document.title = 'socklab';
		stageKey = '';
		if (id.startsWith('claim/'))
			showClaim(id);
		else if (id && document.getElementById(id))
			document.getElementById(id).scrollIntoView();
		return;
	}
	showSection(view.scenario.section);
	const key = [view.scenario.id, view.beside ? 0 : view.control, view.time, view.all, view.beside, innerWidth].join();
	if (key !== stageKey) {
		const fresh = stageKey.split(',')[0] !== view.scenario.id;

		stageKey = key;
		drawNavigation(view.scenario.section);
		drawStage();
		drawSource(view.scenario);
		if (fresh && !view.item)
			scrollTo(0, 0);
	}
	showItem();
	document.title = `${view.present ? view.scenario.short : view.scenario.id} · socklab`;
	if (view.present) {
		if (!presented || presented.run !== view.scenario.run(view.control) || presented.time !== view.time)
			openPresentation();
		else
			showPresented(false);
		if (presented)
			presented.time = view.time;
	} else {
		closePresentation();
		if (view.line)
			document.getElementById(`${view.scenario.id}/${view.line}`)?.scrollIntoView({ block: 'center' });
		revealItem();
	}
}

function neighbour(section, by) {
	const all = [...sections.values()];

	return all[all.indexOf(section) + by];
}

function drawNavigation(section) {
	const link = (by, text, key) => {
		const other = neighbour(section, by);

		return other ? html('a', { href: `#${other.id}`, title: `${other.querySelector('.title').textContent} (${key})` }, text) : html('span', { class: 'dim' }, text);
	};

	section.querySelector('.around')?.remove();
	section.prepend(html('nav', { class: 'around', 'aria-label': 'Scenarios' }, link(-1, '‹ previous', 'k'), html('a', { href: `#lab/${section.id.split('/')[0]}` }, 'all scenarios'), link(1, 'next ›', 'j')));
}

function key(event) {
	const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);

	if (event.ctrlKey || event.metaKey || event.altKey || typing)
		return;
	if (presented) {
		if (presentKey(event))
			event.preventDefault();
		return;
	}
	if (event.key === '/' && !front.hidden) {
		event.preventDefault();
		search.focus();
	}
	if (front.hidden && view.scenario)
		scenarioKey(event);
}

function scenarioKey(event) {
	const inLadder = event.target.closest && event.target.closest('.ladder');
	const other = { j: 1, k: -1 }[event.key];

	if (inLadder && ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft', 'Home', 'End'].includes(event.key)) {
		event.preventDefault();
		step({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key]);
	} else if (event.key === 't') {
		go({ time: view.time === EVEN ? TRUE : EVEN });
	} else if (event.key === 'p') {
		go({ present: true, beside: 0, item: 0 });
	} else if (event.key === 'c' && view.scenario.has(1)) {
		go({ beside: view.beside ? 0 : 1, control: 0, item: 0 });
	} else if (event.key === 'Escape' && view.item) {
		go({ item: 0 });
	} else if (other && neighbour(view.scenario.section, other)) {
		location.hash = neighbour(view.scenario.section, other).id;
	}
}

/* An item's link keeps how the ladder is drawn. */
function keepFlags(event) {
	const item = event.target.closest && event.target.closest('.ladder a.item, .ladder [data-n]');

	if (!item || event.ctrlKey || event.metaKey || event.shiftKey || event.button)
		return;
	event.preventDefault();
	if (presented)
		return;
	const ladder = ladderOf(item), flags = location.hash.includes('?') ? location.hash.slice(location.hash.indexOf('?')) : '';
	location.hash = `${ladder.run.id}/${item.dataset.n}${flags}`;
}

/* Paper has pages: the picture is cut between rows, so that no page cuts through one. */
function cutForPaper() {
	for (const ladder of drawn) {
		const c = ladder.columns, page = (c.width * 1000) / 720, cuts = [0];

		for (const row of ladder.rows) {
			/* Above what belongs to it, below the tip of the arrow before. */
			const top = row.y - (row.kind === 'look' ? rowHeight(row, c) / 2 : c.em * 1.1);

			if (top - cuts[cuts.length - 1] > page * 0.8)
				cuts.push(top);
		}
		const slices = cuts.map((from, i) => {
			const to = i + 1 < cuts.length ? cuts[i + 1] : c.height, copy = ladder.picture.cloneNode(true);

			copy.setAttribute('viewBox', `0 ${r(from)} ${r(c.width)} ${r(to - from)}`);
			copy.removeAttribute('height');
			copy.removeAttribute('width');
			copy.classList.add('slice');
			return copy;
		});
		ladder.picture.after(...slices);
		ladder.picture.classList.add('whole');
	}
}

async function start() {
	startClaims();
	try {
		await unpack();
	} catch (error) {
		document.getElementById('claims').prepend(html('p', { class: 'error' }, `This browser cannot unpack the ladders: ${error.message}`));
	}
	addEventListener('hashchange', follow);
	addEventListener('keydown', key);
	addEventListener('click', keepFlags);
	addEventListener('pointerover', point);
	addEventListener('pointerout', unpoint);
	addEventListener('beforeprint', cutForPaper);
	addEventListener('afterprint', () => {
		document.querySelectorAll('.slice').forEach((e) => e.remove());
		document.querySelectorAll('.whole').forEach((e) => e.classList.remove('whole'));
	});
	let waiting = 0;
	addEventListener('resize', () => {
		clearTimeout(waiting);
		waiting = setTimeout(() => {
			closePresentation();
			follow();
		}, 120);
	});
	document.documentElement.classList.add('ready');
	follow();
	performance.mark('ready');
}

start();
