import type { VendorProof } from '../vendor-proof.ts';

export const messaging: Readonly<Record<string, VendorProof>> = {};
