/* svg.js - small helpers to make elements. Whatever is said becomes a text node. */
const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {}))
		if (value !== undefined && value !== null && value !== false)
			element.setAttribute(name, value === true ? '' : value);
	for (const child of children.flat(Infinity))
		if (child !== null && child !== undefined && child !== false)
			element.append(child);
	return element;
}

const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
const html = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

/* Coordinates to a tenth of a pixel: what is finer nobody sees. */
const r = (n) => Math.round(n * 10) / 10;

function line(x1, y1, x2, y2, attributes) {
	return svg('line', { x1: r(x1), y1: r(y1), x2: r(x2), y2: r(y2), ...attributes });
}

function rect(x, y, width, height, attributes) {
	return svg('rect', { x: r(x), y: r(y), width: r(Math.max(0, width)), height: r(Math.max(0, height)), ...attributes });
}

function label(x, y, text, attributes) {
	return svg('text', { x: r(x), y: r(y), ...attributes }, text);
}
