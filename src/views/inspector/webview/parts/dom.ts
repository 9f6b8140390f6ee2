type Attribute = string | number | boolean | undefined;

/** What is in an element; text becomes a text node, never markup. */
export type Child = Node | string | undefined;

/** Event handlers by event name. */
export type Handlers = {
  readonly [name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[name]) => void;
};

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Creates an HTML element. `true` sets an attribute without value; `false` and undefined leave it out. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** Creates an SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgNamespace, tag);
  fill(element, attributes, children);
  return element;
}

/** Listens to events of an element and gives it back. */
export function on<E extends HTMLElement>(element: E, handlers: Handlers): E {
  for (const [name, handler] of Object.entries(handlers)) {
    element.addEventListener(name, handler as (event: Event) => void);
  }
  return element;
}

/** Replaces what is in an element. */
export function show(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child) => child !== undefined));
}

/** Says whether data differs from the data before: what has not changed is not drawn anew, to keep focus and selection. */
export class Changes {
  #before = '';

  of(data: unknown): boolean {
    const now = JSON.stringify(data);
    if (now === this.#before) return false;
    this.#before = now;
    return true;
  }
}

/** A button with a picture, named for screen readers and on hover. */
export function iconButton(name: string, icon: string, press: () => void, className = ''): HTMLButtonElement {
  const button = html('button', {
    type: 'button',
    class: `icon ${className}`.trim(),
    title: name,
    'aria-label': name,
  });
  setIcon(button, icon);
  return on(button, { click: press });
}

/** A part of the page with its heading. */
export function section(title: string, className: string, content: HTMLElement): HTMLElement {
  const id = `${className}Title`;
  return html('section', { class: className, 'aria-labelledby': id }, html('h2', { id }, title), content);
}

/** A button with words. */
export function textButton(name: string, press: () => void, className = ''): HTMLButtonElement {
  return on(html('button', { type: 'button', class: className }, name), { click: press });
}

/** Shows another picture on a button; `icon` is an SVG path in a field of 16 by 16. */
export function setIcon(button: HTMLButtonElement, icon: string): void {
  show(
    button,
    svg(
      'svg',
      { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
      svg('path', { d: icon }),
    ),
  );
}

/** Names a button anew. */
export function setName(button: HTMLButtonElement, name: string): void {
  button.title = name;
  button.setAttribute('aria-label', name);
}

function fill(element: Element, attributes: Readonly<Record<string, Attribute>>, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  show(element, ...children);
}
