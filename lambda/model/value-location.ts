/**
 * Where one value stands in a request. `json` is a dotted path into the body: `data.object.id`, `events.0.id`; `*` means each
 * element of an array. `form` names a field of an `application/x-www-form-urlencoded` body.
 */
export type ValueLocation =
  | { readonly header: string }
  | { readonly query: string }
  | { readonly json: string }
  | { readonly form: string };

/** Names the place in a sentence: `header x-signature`, `json data.id`. */
export const placeName = (at: ValueLocation): string =>
  Object.entries(at)
    .map(([kind, name]) => `${kind} ${name}`)
    .join();
