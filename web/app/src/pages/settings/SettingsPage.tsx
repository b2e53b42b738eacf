import "../../i18n/settings";
import { type ComponentType, lazy, Suspense } from "react";
import { useAddress } from "../../shell/address";
import { NotFound } from "../../shell/NotFound";
import { SkeletonRows } from "../../ui/SkeletonRows";
import { ProofGate } from "./parts/useProof";
import { useSettingsPages } from "./parts/useSettingsPages";

/** Each page is fetched when somebody goes there. `item` is the rest of the address: which role, say. */
const PAGES: Record<string, ComponentType<{ item?: string }>> = {
  people: lazy(async () => ({ default: (await import("./people/PeoplePage")).PeoplePage })),
  roles: lazy(async () => ({ default: (await import("./roles/RolesPage")).RolesPage })),
  tokens: lazy(async () => ({ default: (await import("./tokens/TokensPage")).TokensPage })),
  bridges: lazy(async () => ({ default: (await import("./bridges/BridgesPage")).BridgesPage })),
  sources: lazy(async () => ({ default: (await import("./sources/SourcesPage")).SourcesPage })),
  endpoints: lazy(async () => ({ default: (await import("./endpoints/EndpointsPage")).EndpointsPage })),
  project: lazy(async () => ({ default: (await import("./project/ProjectPage")).ProjectPage })),
  activity: lazy(async () => ({ default: (await import("./activity/ActivityPage")).ActivityPage })),
  security: lazy(async () => ({ default: (await import("./security/SecurityPage")).SecurityPage })),
  account: lazy(async () => ({ default: (await import("./account/AccountPage")).AccountPage })),
};

/** The page that the address names, or the first that this person has. */
export function SettingsPage() {
  const { page, item } = useAddress();
  const { pages: own, asking } = useSettingsPages();
  const id = own.find((one) => one.id === page)?.id ?? (page ? undefined : own[0]?.id);
  const Shown = id && PAGES[id];
  if (!Shown) return asking ? <SkeletonRows /> : <NotFound />;
  return (
    <ProofGate>
      <Suspense fallback={<SkeletonRows />}>
        <Shown key={item} item={item} />
      </Suspense>
    </ProofGate>
  );
}
