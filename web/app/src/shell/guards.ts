import { redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/session";
import { queryClient } from "./queryClient";

interface Here {
  location: { href: string; pathname: string };
}

/** Pages behind sign-in: others are led to where they can go on, and back afterwards. */
export async function signedInOnly({ location }: Here): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (session.state === "setup") throw redirect({ to: "/setup", search: {} });
  if (session.state === "signed_out") {
    const to = location.pathname === "/" ? undefined : location.href;
    throw redirect({ to: "/sign-in", search: { to } });
  }
}

export async function setupOnly(): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (session.state === "signed_in") throw redirect({ to: "/" });
  if (session.state === "signed_out") throw redirect({ to: "/sign-in", search: {} });
}

export async function signedOutOnly(): Promise<void> {
  const session = await queryClient.ensureQueryData(sessionQuery);
  if (session.state === "setup") throw redirect({ to: "/setup", search: {} });
  if (session.state === "signed_in") throw redirect({ to: "/" });
}
