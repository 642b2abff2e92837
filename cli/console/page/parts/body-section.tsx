import type { BodyView } from '../api.ts';
import { recordPath } from '../router.ts';
import { visible, visibleLines } from '../visible.ts';
import { PairTable } from './pair-table.tsx';
import { ScrollBox } from './scroll-box.tsx';
import { Section } from './section.tsx';

interface BodySectionProps {
  readonly id: string;
  readonly body: BodyView;
}

const kindNames = { json: 'JSON', xml: 'XML', text: 'text', form: 'form', binary: 'hex dump' };

/** The body as far as it can be read here, and the way to the whole of it. */
export function BodySection({ id, body }: BodySectionProps) {
  if (body.kind === 'none')
    return (
      <Section title="Body">
        <p class="nothing">{visible(body.why)}</p>
      </Section>
    );
  return (
    <Section
      title="Body"
      aside={
        <span class="section-aside">
          {kindNames[body.kind]}
          <a href={`/api${recordPath(id)}/body`} download>
            Download body
          </a>
        </span>
      }
    >
      <BodyText body={body} />
      {body.isCut && (
        <p class="nothing">Only the beginning is shown: the whole of it is the download.</p>
      )}
    </Section>
  );
}

function BodyText({ body }: { readonly body: Exclude<BodyView, { readonly kind: 'none' }> }) {
  if (body.kind === 'form') return <PairTable pairs={body.pairs} nothing="The form is empty." />;
  return (
    <ScrollBox class="body-text" label="Text of the body">
      <pre class={body.kind === 'binary' ? 'hex' : 'lines'}>
        <bdi>{visibleLines(body.text)}</bdi>
      </pre>
    </ScrollBox>
  );
}
