import { clientOptions } from '../clients.ts';

type Options = ReturnType<typeof clientOptions> & { readonly region?: string };

/**
 * Clients of one service, each made by the first event that needs it: one for each Region in which destinations are, and one for our own.
 */
export function regionalClients<Client>(
  make: (options: Options) => Promise<Client>,
): (arn?: string) => Promise<Client> {
  const clients = new Map<string, Promise<Client>>();
  return (arn) => {
    const region = arn?.split(':')[3] ?? '';
    const known = clients.get(region);
    if (known !== undefined) return known;
    const made = make({ ...clientOptions('working'), ...(region !== '' && { region }) });
    clients.set(region, made);
    return made;
  };
}
