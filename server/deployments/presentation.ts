import { presentAccount } from "#server/accounts/people.ts";
import type { Deployment, DeploymentRelease } from "#server/generated/client.ts";
import { getVersion } from "#server/versions.ts";

type ReleaseView = Awaited<ReturnType<typeof presentRelease>>;
export type DeploymentView = { owner: string; name: string; current_release: ReleaseView };

/** A deployment with the release that it runs, as Replicate's API sends it. */
export async function presentDeployment(
  row: Deployment & { releases: DeploymentRelease[] },
): Promise<DeploymentView> {
  const { owner, name, releases } = row;
  const [current] = releases;
  if (!current) throw new Error(`${owner}/${name} has no release`);
  return { owner, name, current_release: await presentRelease(current) };
}

/** A release as Replicate's API sends it. */
export async function presentRelease(row: DeploymentRelease) {
  const { number, versionId, createdAt, createdBy, hardware, minInstances, maxInstances } = row;
  const { owner, name } = await getVersion(versionId);
  return {
    ...{ number, model: `${owner}/${name}`, version: versionId },
    created_at: createdAt.toISOString(),
    created_by: presentAccount({ name: createdBy }),
    configuration: { hardware, min_instances: minInstances, max_instances: maxInstances },
  };
}
