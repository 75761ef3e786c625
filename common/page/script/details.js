/* details.js - what is behind an item: the header and the bytes, strace's text, the line of the script and its claim. */

/* Rows of sixteen bytes, or of eight where there is no room. Each byte is an element, so that a field's can be lit. */
function drawDump(b, total) {
	const room = panel() ? panel().clientWidth : 0, each = room < 470 ? 8 : 16;
	const dump = html('div', { class: `dump of-${each}` });

	for (let at = 0; at < b.length; at += each) {
		const row = b.bytes.subarray(at, at + each);

		dump.append(html('div', {},
			html('span', { class: 'at' }, hex(at, 4)),
			html('span', { class: 'hex' }, Array.from(row, (byte, i) => html('b', { 'data-at': at + i }, hex(byte, 2)))),
			html('span', { class: 'ascii' }, printable(row))));
	}
	if (total > b.length)
		dump.append(html('p', { class: 'dim' }, `… ${(total - b.length).toLocaleString('en')} more bytes in wire.pcapng`));
	return dump;
}

function drawHeaders(item) {
	const b = new Bytes(item.bytes), fields = readHeaders(b, item.ip), dump = drawDump(b, item.length);
	const light = (field, on) => dump.querySelectorAll('b').forEach((e) =>
		e.classList.toggle('lit', on && Number(e.dataset.at) >= field.from && Number(e.dataset.at) < field.to));
	const table = html('dl', { class: 'fields' });

	for (const field of fields) {
		if (field.heading) {
			table.append(html('div', { class: 'heading' }, field.heading));
			continue;
		}
		const row = html('div', {}, html('dt', {}, field.name), html('dd', {}, field.value));

		row.addEventListener('pointerenter', () => light(field, true));
		row.addEventListener('pointerleave', () => light(field, false));
		table.append(row);
	}
	return [html('h4', {}, 'Header'), table, html('h4', {}, 'Bytes'), dump];
}

/* The lines of the script that the item met, and the claims that they are evidence for. */
function drawLines(scenario, run, item) {
	const parts = [];

	for (const number of item.lines) {
		const known = run.lines.get(number) || { claims: [] };

		parts.push(html('p', { class: 'met' }, html('span', { class: 'where' }, `line ${number}${known.starred ? ' ★' : ''}`),
			html('code', {}, scenario.line(number))));
		for (const claim of known.claims.map((i) => scenario.claims[i]).filter(Boolean))
			parts.push(html('p', { class: 'for' }, 'evidence for ', html(claim.href ? 'a' : 'span', { href: claim.href }, claim.id), ' ',
				html('span', { class: `verdict ${claim.verdict}` }, claim.verdict)));
	}
	return parts;
}

function drawPacket(run, item) {
	const facts = [`frame ${item.frame}`, `${partyName(run, item.source, item.from)} → ${partyName(run, item.destination, item.to)}`, `${timeText(item.at)}${item.at < 1e6 ? ' ms' : ''}`, `${item.length} bytes`];

	if (item.arrival >= 0)
		facts.push(`under way ${durationText(item.arrival - item.at)}`);
	return [html('p', { class: 'facts' }, facts.join(' · ')), drawHeaders(item)];
}

function drawCallDetails(run, item) {
	const call = item.call || item, ms = (us) => `${timeText(us)}${us < 1e6 ? ' ms' : ''}`;
	const facts = [run.processes[call.process]?.name, `entered ${ms(call.from)}`];

	if (call.to >= 0)
		facts.push(`returned ${ms(call.to)}`, `took ${durationText(call.to - call.from)}`);
	else
		facts.push('has not returned');
	return [html('p', { class: 'facts' }, facts.filter(Boolean).join(' · ')), html('h4', {}, 'strace'), html('pre', { class: 'strace' }, run.straceLine(call))];
}

function drawLookDetails(item) {
	return [html('p', { class: 'facts' }, `${timeText(item.at)} · all sockets that the kernel knows of`),
		html('pre', { class: 'strace' }, item.table.join('\n') || 'none')];
}

function drawBehind(run, item) {
	switch (item.kind) {
	case 'p': return drawPacket(run, item);
	case 'c': return drawCallDetails(run, item);
	case 'k': return drawLookDetails(item);
	case 's':
	case 'x': return [html('p', { class: 'facts' }, `${timeText(item.at)} · ${run.processes[item.process].name}`), html('pre', { class: 'strace' }, item.text)];
	case 'a': return [html('p', { class: 'facts' }, `${timeText(item.at)} · what the director does`)];
	default: return [];
	}
}

function drawDetails(scenario, run, item) {
	const whole = item.exit && !item.lines.length ? item.exit : item; /* of a call that is entered: what its return met */
	const proof = run.proofs.get(item.n), failure = run.failure && run.failure.item === item.n ? run.failure : null;
	const heading = item.kind === 'k' ? 'the kernel’s table of sockets' : item.kind === 'c' ? sentenceOfCall(item) : item.labels[0] || 'calls';

	return [
		html('h3', {}, html('code', {}, heading)),
		drawLines(scenario, run, whole),
		failure && html('p', { class: 'error' }, failure.line ? `${failure.instead} came where the script says ${scenario.line(failure.line)}` : `${failure.instead} came, which no line names`,
			failure.cause ? ` — ${failure.cause}` : ''),
		proof && html('p', { class: 'proof' }, `Sent again needlessly: ${proof}`),
		whole.lines.length || failure || proof || item.kind === 'a' ? null : html('p', { class: 'dim' }, 'No line of the script asks for this.'),
		drawBehind(run, item),
	].flat(3).filter(Boolean);
}

const LEGEND = [
	['wire data', 'data'], ['wire turn', 'SYN, FIN'], ['wire ack', 'acknowledgement alone'], ['wire again', 'sent again, or a probe'],
	['wire reset', 'RST'], ['wire lost', 'lost on its way'],
];
const STATE_LEGEND = [['listen', 'LISTEN'], ['opening', 'SYN_SENT, SYN_RCVD'], ['open', 'ESTABLISHED'], ['active', 'FIN_WAIT_1, FIN_WAIT_2, CLOSING'],
	['passive', 'CLOSE_WAIT, LAST_ACK'], ['waiting', 'TIME_WAIT']];

function drawLegend() {
	const swatch = (...children) => svg('svg', { width: 44, height: 18, viewBox: '0 0 44 18', 'font-size': 13, class: 'ladder swatch', 'aria-hidden': 'true' }, children);
	const wire = ([cls]) => swatch(svg('g', { class: `item ${cls}` }, line(2, 5, 34, 11, { class: 'shaft' }),
		cls.includes('lost') ? svg('path', { class: 'cross', d: 'M29 6 L39 16 M29 16 L39 6' }) : arrowHead(41, 12.3, 0.19, 9)));
	const entry = (drawn, text) => html('li', {}, drawn, html('span', {}, text));

	return [
		html('h3', {}, 'How to read it'),
		html('p', {}, 'Time runs down. Point at an arrow, a call or a pill to see what is behind it; a click or a tap keeps it here, with a link of its own.'),
		html('ul', { class: 'legend' }, LEGEND.map((l) => entry(wire(l), l[1])),
			entry(swatch(svg('g', { class: 'bar' }, rect(19, 2, 6, 14, { rx: 1.5 }))), 'a system call, as long as it took'),
			entry(swatch(svg('g', { class: 'bar failed' }, rect(19, 2, 6, 14, { rx: 1.5 }))), 'one that failed'),
			STATE_LEGEND.map(([cls, text]) => entry(swatch(svg('g', { class: `state ${cls}` }, rect(14, 1, 16, 16, { rx: 2 }))), text)),
			entry(html('span', { class: 'glyph mark starred' }, '★'), 'what the scenario is about'),
			entry(html('span', { class: 'glyph mark met' }, '✓'), 'what the script expected, and its line')),
		html('p', { class: 'dim' }, 'A lifeline’s colour is its socket’s TCP state. It follows from segments and calls, and from the kernel’s own table where a pill says so.'),
	];
}
