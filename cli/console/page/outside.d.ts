/*
 * What the page imports and TypeScript cannot see into. Nothing of Node is there in a browser, so its types are not there either;
 * of the model's types one names a key of Node's, which no page ever holds.
 */

declare module '*.css';

declare module 'node:crypto' {
  export type KeyObject = never;
}
