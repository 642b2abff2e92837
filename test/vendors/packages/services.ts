import type { VendorProof } from '../vendor-proof.ts';

export const services: Readonly<Record<string, VendorProof>> = {};
