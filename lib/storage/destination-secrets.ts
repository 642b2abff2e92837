import type { Construct } from 'constructs';
import { signerIdOf } from '../../lambda/model/destination-signer.ts';
import { laneId } from '../../lambda/model/lane.ts';
import type { Source } from '../../lambda/model/source.ts';
import { EmptySecrets, type EmptySecretsProps } from './empty-secrets.ts';
import { secretPrefixOf } from './source-secrets.ts';

export interface DestinationSecretsProps extends EmptySecretsProps {
  readonly stageName: string;
  readonly sources: readonly Source[];
}

/** One secret for each https destination: what the events that go there are signed with. Until it is set, they fail after their attempts. */
export class DestinationSecrets extends EmptySecrets {
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, props: DestinationSecretsProps) {
    super(scope, id, props);
    const prefix = secretPrefixOf(props.stageName);
    this.arns = props.sources.flatMap(({ id: sourceId, destinations = [] }) =>
      destinations
        .filter(({ kind }) => kind === 'https')
        .map(({ id: destination }) =>
          this.secretArn({
            id: laneId({ sourceId, destination }),
            name: `${prefix}${signerIdOf(sourceId, destination)}`,
            description: `Sallyport: signs events of source ${sourceId} for destination ${destination}`,
          }),
        ),
    );
  }
}
