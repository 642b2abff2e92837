/*
 * Rows that are laid out as a grid lose their meaning in some browsers (https://adrianroselli.com/2018/02/tables-css-display-properties-and-aria.html):
 * these say again what the elements are.
 */

export const tableRole = { role: 'table' } as const;
export const groupRole = { role: 'rowgroup' } as const;
export const rowRole = { role: 'row' } as const;
export const cellRole = { role: 'cell' } as const;
export const headerRole = { role: 'columnheader' } as const;
