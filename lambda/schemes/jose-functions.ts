// A module of its own: bundled by name, the rest of the library stays out.
export {
  CompactSign,
  compactVerify,
  decodeProtectedHeader,
  FlattenedSign,
  flattenedVerify,
} from 'jose';
