/* claims.js - the table of claims: filter by verdict and topic, search (the same rules as common/claims/search.h). */
const front = document.getElementById('front'), search = document.getElementById('search'), topics = document.getElementById('topic');
const claimRows = [...document.querySelectorAll('table.claims tr[data-status]')];
const filterButtons = [...document.querySelectorAll('.filter button')];

/* Lower case, and one blank for all that is neither letter nor digit: TIME_WAIT is "time wait". */
function plain(text) {
	return ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

/* Does it say all of them, each as the beginning of a word? */
function says(element, parts) {
	element.plain ??= plain(`${element.textContent} ${element.dataset.words || ''}`);
	return parts.every((part) => element.plain.includes(` ${part}`));
}

/* What a word is worth in a claim: most in its name, then in its sentence. */
function worth(row, parts) {
	const name = plain(row.querySelector('.id').textContent), sentence = plain(row.querySelector('.sentence').textContent);

	return parts.reduce((sum, part) => sum + (name.includes(` ${part}`) ? 8 : sentence.includes(` ${part}`) ? 5 : 1), 0);
}

/* The answer first, in one line; where there is none, why. */
function tellBest(parts, rows) {
	const best = document.getElementById('best'), shown = rows.filter((row) => !row.hidden);

	best.replaceChildren();
	if (!parts.length)
		return;
	if (shown.length) {
		const row = shown.reduce((a, b) => (worth(b, parts) > worth(a, parts) ? b : a)), id = row.querySelector('.id');

		best.append(row.querySelector('.verdict').cloneNode(true), ' ', html('a', { class: 'id', href: id.getAttribute('href') }, id.textContent), ' ', row.querySelector('.sentence').textContent);
		return;
	}
	const unknown = parts.filter((part) => !rows.some((row) => says(row, [part]))), hidden = rows.filter((row) => says(row, parts)).length;

	best.append(unknown.length ? `No claim says “${unknown.join('”, “')}”.` : hidden ? `${hidden} that say so are hidden: see the buttons and the topic.` : 'Each of these words is in some claim, but no claim has all of them: leave one out.');
}

function filterClaims() {
	const wanted = new Set(filterButtons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset.status));
	const parts = search.value.split(/\s+/).map((part) => plain(part).trim()).filter(Boolean);
	let shown = 0;

	for (const body of document.querySelectorAll('table.claims tbody')) {
		const topic = body.querySelector('th').textContent;
		let any = false;

		for (const row of body.querySelectorAll('tr[data-status]')) {
			row.hidden = !(wanted.has(row.dataset.status) && (!topics.value || topic === topics.value) && says(row, parts));
			any = any || !row.hidden;
			shown += !row.hidden;
		}
		body.hidden = !any;
	}
	for (const lab of document.querySelectorAll('.lab')) {
		for (const li of lab.querySelectorAll('li'))
			li.hidden = !says(li, parts);
		lab.hidden = [...lab.querySelectorAll('li')].every((li) => li.hidden);
	}
	document.getElementById('found').textContent = `${shown} of ${claimRows.length} claims`;
	tellBest(parts, claimRows);
}

function startClaims() {
	const names = [...document.querySelectorAll('tr.topic th')].map((th) => th.textContent);

	topics.append(...names.sort().map((name) => html('option', { value: name }, name)));
	document.querySelector('.search').hidden = false;
	for (const b of filterButtons)
		b.addEventListener('click', () => {
			b.setAttribute('aria-pressed', String(b.getAttribute('aria-pressed') !== 'true'));
			filterClaims();
		});
	search.addEventListener('input', filterClaims);
	topics.addEventListener('change', filterClaims);
	filterClaims();
}

/* The claim of an address: shown whatever the filter says. */
function showClaim(id) {
	const row = document.getElementById(id);

	claimRows.forEach((other) => other.classList.toggle('here', other === row));
	if (!row)
		return;
	if (row.hidden) {
		search.value = topics.value = '';
		filterButtons.filter((b) => b.dataset.status === row.dataset.status).forEach((b) => b.setAttribute('aria-pressed', 'true'));
		filterClaims();
	}
	row.scrollIntoView({ block: 'center' });
}
