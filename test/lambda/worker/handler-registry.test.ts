import { ConfigError } from '../../../lambda/model/errors.ts';
import { defineHandler } from '../../../lambda/worker/handler.ts';
import { handlerRegistry } from '../../../lambda/worker/handler-registry.ts';

const define = (source: string, types?: readonly string[]) =>
  defineHandler({ source, ...(types && { types }), handle() {} });

test('prefers the type of the source, then the source, then everybody', () => {
  const [typed, sourced, all] = [define('bank', ['paid']), define('bank'), define('*')];
  const registry = handlerRegistry(new Map([['x', { typed, sourced, all }]]));
  expect(registry.find('bank', 'paid')).toBe(typed);
  expect(registry.find('bank', 'refunded')).toBe(sourced);
  expect(registry.find('bank', undefined)).toBe(sourced);
  expect(registry.find('stripe', 'paid')).toBe(all);
});

test('refuses two handlers of the same events and a module without any', () => {
  const twice = new Map([
    ['one', { handler: define('bank', ['paid']) }],
    ['two', { handler: define('bank', ['paid', 'refunded']) }],
    ['none', { handler: { source: 'bank', handle() {} } }],
  ]);
  expect(() => handlerRegistry(twice)).toThrow(ConfigError);
  expect(() => handlerRegistry(twice)).toThrow(
    /two: another handler already takes bank paid: merge the two\nhandler none: exports no handler/,
  );
});
