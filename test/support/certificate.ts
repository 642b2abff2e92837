import { generateKeyPairSync, sign } from 'node:crypto';

/* A certificate that vouches for itself, as a private authority of a test (X.509 in DER: RFC 5280, X.690). */

const tlv = (tag: number, ...contents: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(contents);
  const length =
    content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const sequence = (...contents: readonly Uint8Array[]) => tlv(0x30, ...contents);
const oid = (hex: string) => tlv(6, Buffer.from(hex, 'hex'));
const yes = tlv(1, Buffer.from([255]));

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const commonName = oid('550403');
const alternativeNames = oid('551d11');
const basicConstraints = oid('551d13');
const utcTime = (text: string) => tlv(0x17, Buffer.from(text));

/** A fresh certificate for these names, and its key; both in PEM. */
export function certificateFor(names: readonly string[]): {
  readonly cert: string;
  readonly key: string;
} {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(
    tlv(0x31, sequence(commonName, tlv(0x0c, Buffer.from(`Test ${names[0]}`)))),
  );
  const dnsNames = names.map((dnsName) => tlv(0x82, Buffer.from(dnsName)));
  const extensions = [
    sequence(alternativeNames, tlv(4, sequence(...dnsNames))),
    sequence(basicConstraints, yes, tlv(4, sequence(yes))),
  ];
  const content = sequence(
    tlv(0xa0, tlv(2, Buffer.from([2]))),
    tlv(2, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(utcTime('250101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = tlv(3, Buffer.from([0]), sign('sha256', content, privateKey));
  const der = sequence(content, ecdsaWithSha256, signature).toString('base64');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  };
}
