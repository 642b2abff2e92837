const challenge = /^[A-Za-z0-9+/_-]{1,256}={0,2}$/;

/**
 * Whether a text is what providers send as a challenge: random letters and digits. Nothing else is ever signed by an answer, or a handshake
 * would make signatures over any event that somebody cares to send in its place.
 */
export const isChallenge = (text: string): boolean => challenge.test(text);
