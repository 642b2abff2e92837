import { routeBaseOf, routeOf, type Source } from '../lambda/model/source.ts';
import type { Target } from './target.ts';

/** The address of a source; what differs from request to request stands in angle brackets. A token of a path is a secret: whoever gives the provider its address puts it there. */
export const shownUrl = (target: Pick<Target, 'urlOf'>, source: Source): string =>
  `${target.urlOf(source.id)}${routeOf(source)
    .slice(routeBaseOf(source).length)
    .replace(/\{(\w+)\}/, '<$1>')}`;
