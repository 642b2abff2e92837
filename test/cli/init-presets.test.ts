import { describePreset } from '../../cli/init/describe-preset.ts';
import { findPresets, suggestedIds } from '../../cli/init/find-presets.ts';
import { presets } from '../../lambda/config/preset-index.ts';

const found = (term: string) => findPresets(term, presets).map(({ id }) => id);

test('nothing typed shows all presets, in the order of their ids', () =>
  expect(found('')).toEqual([...presets.keys()]));

test.each([
  ['stripe', 'stripe'],
  ['STRIPE', 'stripe'],
  ['m-pesa', 'mpesa-daraja'],
  ['mpesa', 'mpesa-daraja'],
  ['safaricom', 'mpesa-daraja'],
  ['whatsapp', 'meta'],
  ['cal.com', 'cal-com'],
  ['google pub', 'google-pubsub'],
])('"%s" finds %s first', (term, id) => expect(found(term)[0]).toBe(id));

test('a category finds all of its presets', () => {
  const banks = [...presets].filter(({ category }) => category === 'banking').map(({ id }) => id);
  expect(found('banking')).toEqual(expect.arrayContaining(banks));
  expect(found('payments africa')).toContain('mtn-momo');
});

test('an exact id stands before names that contain it', () =>
  expect(found('adyen')).toEqual(['adyen', 'adyen-platform']));

test.each([
  ['strpe', 'stripe'],
  ['githbu', 'github'],
  ['paypall', 'paypal'],
])('the slip "%s" finds %s', (term, id) => expect(suggestedIds(term)).toContain(id));

test('a word that resembles nothing finds nothing', () =>
  expect(found('zzzzqqqqxxxx')).toEqual([]));

test('a preset is described in two lines of a terminal: its checks, what it needs, its documentation', () => {
  for (const preset of presets) {
    const lines = describePreset(preset).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]?.length).toBeLessThanOrEqual(120);
  }
  const twilio = presets.get('twilio');
  expect(twilio && describePreset(twilio)).toBe(
    'signature (hmac) · signed · needs publicUrl\nhttps://www.twilio.com/docs/usage/webhooks/webhooks-security',
  );
});
