/*
 * For the team's own onboarding code: a new customer's address works as soon as his secret is stored. Imported as `sallyport/tenants`. See
 * docs/tenants.md.
 */

export { createTenant, type NewTenant, TenantExists } from './create-tenant.ts';
