import { presets } from '../../lambda/config/preset-index.ts';
import type { Preset } from '../../lambda/model/preset.ts';
import { editDistance } from './edit-distance.ts';

type Named = Pick<Preset, 'id' | 'name' | 'category'>;

/**
 * The presets of which each word of `term` is part of the id, the name or the category, best matches first; where there are none, those
 * that a slip of the keyboard is nearest to. All of them for an empty term.
 */
export function findPresets<Candidate extends Named>(
  term: string,
  all: Iterable<Candidate>,
): readonly Candidate[] {
  const words = term.split(/\s+/).map(plain).filter(Boolean);
  const candidates = [...all];
  const found = ranked(candidates, (one) => sumOf(words.map((word) => rankOf(word, one))));
  return found.length > 0 ? found : nearest(plain(term), candidates);
}

/** Ids that somebody may have meant who wrote an id that there is not. */
export const suggestedIds = (id: string): readonly string[] =>
  findPresets(id, presets)
    .slice(0, 3)
    .map((preset) => preset.id);

/** Letters and digits alone: `M-Pesa`, `mpesa` and `m_pesa` are one. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** How well a word fits: 0 is best; not a number where it does not. */
function rankOf(word: string, { id, name, category }: Named): number {
  const nameWords = name.split(/[^\p{L}\p{N}-]+/u).map(plain);
  const fits = [
    plain(id) === word,
    nameWords.includes(word),
    plain(id).startsWith(word),
    nameWords.some((one) => one.startsWith(word)),
    plain(id).includes(word) || plain(name).includes(word),
    plain(category).includes(word),
  ];
  const rank = fits.indexOf(true);
  return rank === -1 ? Number.NaN : rank;
}

const sumOf = (ranks: readonly number[]): number => ranks.reduce((sum, rank) => sum + rank, 0);

function ranked<Candidate>(
  candidates: readonly Candidate[],
  rank: (candidate: Candidate) => number,
): readonly Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, at: rank(candidate) }))
    .filter(({ at }) => !Number.isNaN(at))
    .sort((left, right) => left.at - right.at)
    .map(({ candidate }) => candidate);
}

/** A third of the letters may be wrong. */
function nearest<Candidate extends Named>(
  word: string,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const most = Math.floor(word.length / 3);
  return ranked(candidates, ({ id, name }) => {
    const [firstWord = ''] = name.split(' ');
    const distance = Math.min(...[id, firstWord].map((text) => editDistance(word, plain(text))));
    return distance <= most ? distance : Number.NaN;
  });
}
