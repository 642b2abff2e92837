import { Heading } from '../parts/heading.tsx';
import { Link } from '../parts/link.tsx';
import { useTitle } from '../use-title.ts';

/** Shown for a path that is none of ours. */
export function NotFoundView() {
  useTitle('Not found');
  return (
    <>
      <Heading>There is nothing here</Heading>
      <p>
        The console has no page of this address. <Link to="/">Go to the deliveries</Link>.
      </p>
    </>
  );
}
