/** Pictures of buttons: SVG paths in a field of 16 by 16. */
export const icons = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  previous: 'M3 3h1.6v10H3zM13 3v10L5.4 8z',
  next: 'M11.4 3H13v10h-1.6zM3 3v10l7.6-5z',
  back: 'M8 3V0.8L4.4 3.9 8 7V4.6a4 4 0 1 1-4 4H2.4A5.6 5.6 0 1 0 8 3z',
  forward: 'M8 3V0.8l3.6 3.1L8 7V4.6a4 4 0 1 0 4 4h1.6A5.6 5.6 0 1 1 8 3z',
  copy: 'M5 1h8v10h-2v-1h1V2H6v1H5zM3 4h7v11H3zm1 1v9h5V5z',
  zoomIn: 'M7.3 3h1.4v4.3H13v1.4H8.7V13H7.3V8.7H3V7.3h4.3z',
  zoomOut: 'M3 7.3h10v1.4H3z',
  fit: 'M1 4h1.4v8H1zm12.6 0H15v8h-1.4zM3 8l2.6-2.6v1.9h4.8V5.4L13 8l-2.6 2.6V8.7H5.6v1.9z',
  sound:
    'M2 6h2.5L8 3v10L4.5 10H2zM10 5.2a3.5 3.5 0 0 1 0 5.6zM10 2.5a6 6 0 0 1 0 11v-1.4a4.7 4.7 0 0 0 0-8.2z',
  noSound:
    'M2 6h2.5L8 3v10L4.5 10H2zM9.5 6l1-1L12 6.5 13.5 5l1 1L13 7.5 14.5 9l-1 1L12 8.5 10.5 10l-1-1L11 7.5z',
  refresh: 'M8 2.5a5.5 5.5 0 0 1 4.6 2.5V2.5H14V7.5H9V6.1h2.7A4.1 4.1 0 1 0 12 9h1.4A5.5 5.5 0 1 1 8 2.5z',
  up: 'M8 5l5 5.2-1 1L8 7.1l-4 4.1-1-1z',
  down: 'M8 11L3 5.8l1-1 4 4.1 4-4.1 1 1z',
} as const;
