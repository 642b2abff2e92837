/** What is used of the JOSE library, loaded when the first token comes: most receivers have no source that uses one, and none should pay for it at start. */
export const jose = () => import('./jose-functions.ts');
