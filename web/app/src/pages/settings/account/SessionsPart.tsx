import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  endOtherSessions,
  endOwnSession,
  type OwnSession,
  ownSessionsKey,
  ownSessionsQuery,
} from "../../../api/account";
import { formatAgo } from "../../../ui/formatAgo";
import { Pill } from "../../../ui/Pill";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { Part } from "../parts/Part";
import { useChange } from "../parts/useChange";

/** Where the person is signed in. */
export function SessionsPart() {
  const { t } = useTranslation();
  const sessions = useQuery(ownSessionsQuery);
  const failed = t("settings.sessions.notEnded");
  const others = useChange(ownSessionsKey, endOtherSessions, { done: t("settings.sessions.othersEnded"), failed });
  return (
    <Part
      title={t("settings.sessions.title")}
      text={t("settings.sessions.text")}
      action={
        <Button
          size="xs"
          variant="default"
          disabled={(sessions.data?.length ?? 0) < 2}
          loading={others.isPending}
          onClick={() => others.mutate(undefined)}
        >
          {t("settings.sessions.endOthers")}
        </Button>
      }
    >
      <Loaded query={sessions} failed={t("settings.sessions.failed")}>
        {(found) => (
          <ul className={list.list} aria-label={t("settings.sessions.title")}>
            {found.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
    </Part>
  );
}

function SessionLine({ session }: { session: OwnSession }) {
  const { t } = useTranslation();
  const end = useChange(ownSessionsKey, () => endOwnSession(session.id), {
    done: t("settings.sessions.ended"),
    failed: t("settings.sessions.notEnded"),
  });
  const name = [session.browser, session.system].filter(Boolean).join(", ") || t("settings.sessions.unknown");
  return (
    <li className={list.line}>
      <div className={list.who}>
        <div className={list.name}>
          {name}
          {session.this && <Pill value="active" label={t("settings.sessions.this")} />}
        </div>
        <div className={list.caption}>
          {[session.address, t("settings.sessions.since", { when: formatAgo(session.created_at) })]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
      <div className={list.aside}>{t("settings.sessions.seen", { when: formatAgo(session.seen_at) })}</div>
      {!session.this && (
        <div className={list.action}>
          <Button
            size="xs"
            variant="default"
            aria-label={t("settings.sessions.endOne", { name })}
            loading={end.isPending}
            onClick={() => end.mutate(undefined)}
          >
            {t("settings.sessions.end")}
          </Button>
        </div>
      )}
    </li>
  );
}
