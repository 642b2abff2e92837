import type { ReplayReply, ReplayRequest } from './api.ts';
import { postJson } from './http.ts';

const mostAtATime = 100;

export type ReplayResult = ReplayReply['results'][number];

/**
 * Has the events handled again, a hundred at a time, and tells the results of each hundred as they come.
 * @throws ApiFailure when the server refuses or does not answer; hundreds before that are ordered.
 */
export async function replay(
  { ids, reason }: ReplayRequest,
  onResults: (results: ReplayReply['results']) => void,
): Promise<void> {
  for (let at = 0; at < ids.length; at += mostAtATime) {
    const some = ids.slice(at, at + mostAtATime);
    const { results } = await postJson<ReplayReply>('/api/replays', { ids: some, reason });
    onResults(results);
  }
}
