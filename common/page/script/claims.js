/* claims.js - the table of claims: filter by verdict and topic, search. */
const front = document.getElementById('front'), search = document.getElementById('search'), topics = document.getElementById('topic');
const claimRows = [...document.querySelectorAll('table.claims tr[data-status]')];
const filterButtons = [...document.querySelectorAll('.filter button')];

function filterClaims() {
	const wanted = new Set(filterButtons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset.status));
	const parts = search.value.toLowerCase().split(/\s+/).filter(Boolean);
	const says = (element) => {
		const text = element.textContent.toLowerCase();

		return parts.every((part) => text.includes(part));
	};
	let shown = 0;

	for (const body of document.querySelectorAll('table.claims tbody')) {
		const topic = body.querySelector('th').textContent;
		let any = false;

		for (const row of body.querySelectorAll('tr[data-status]')) {
			row.hidden = !(wanted.has(row.dataset.status) && (!topics.value || topic === topics.value) && (!parts.length || says(row)));
			any = any || !row.hidden;
			shown += !row.hidden;
		}
		body.hidden = !any;
	}
	for (const lab of document.querySelectorAll('.lab')) {
		for (const li of lab.querySelectorAll('li'))
			li.hidden = parts.length > 0 && !says(li);
		lab.hidden = [...lab.querySelectorAll('li')].every((li) => li.hidden);
	}
	document.getElementById('found').textContent = `${shown} of ${claimRows.length} claims`;
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
