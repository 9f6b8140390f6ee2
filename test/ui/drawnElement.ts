/** What the driver reads of an element of the page; the project is compiled without the types of browsers. */
export interface DrawnElement {
  readonly textContent: string | null;
  readonly classList: { contains(name: string): boolean };
  readonly style: { readonly top: string };
  getAttribute(name: string): string | null;
  querySelector(selector: string): DrawnElement | null;
}
