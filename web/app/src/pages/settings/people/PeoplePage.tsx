import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type People, peopleQuery } from "../../../api/members";
import { useSession } from "../../../api/session";
import type { Project } from "../../../api/types";
import { Loaded } from "../parts/Loaded";
import list from "../parts/list.module.css";
import { SettingsFrame } from "../parts/SettingsFrame";
import { useSettingsProject } from "../parts/useSettingsProject";
import { InvitationLine } from "./InvitationLine";
import { InviteDialog } from "./InviteDialog";
import { MemberLine } from "./MemberLine";
import { givable } from "./ranks";

export function PeoplePage() {
  const { project } = useSettingsProject();
  return project && <PeopleOf project={project} />;
}

/** Everybody in the project, and everybody who is invited. */
function PeopleOf({ project }: { project: Project }) {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery(project.id));
  const [inviting, setInviting] = useState(false);
  return (
    <SettingsFrame
      page="people"
      text={t("settings.people.text", { project: project.name })}
      toolbar={
        <Button size="xs" leftSection={<UserPlus size={14} aria-hidden />} onClick={() => setInviting(true)}>
          {t("settings.people.invite")}
        </Button>
      }
    >
      <Loaded query={people} failed={t("settings.people.failed")}>
        {(found) => <PeopleLists project={project} people={found} />}
      </Loaded>
      {inviting && people.data && (
        <InviteDialog
          project={project.id}
          roles={givable(people.data.roles, project.role)}
          onClose={() => setInviting(false)}
        />
      )}
    </SettingsFrame>
  );
}

function PeopleLists({ project, people }: { project: Project; people: People }) {
  const { t } = useTranslation();
  const session = useSession();
  const own = session.data?.state === "signed_in" ? session.data.person.id : "";
  return (
    <>
      <ul className={list.list} aria-label={t("settings.people.members")}>
        {people.members.map((member) => (
          <MemberLine key={member.id} project={project} member={member} roles={people.roles} own={member.id === own} />
        ))}
      </ul>
      {people.members.length === 1 && people.invitations.length === 0 && (
        <p className={list.note}>{t("settings.people.alone")}</p>
      )}
      {people.invitations.length > 0 && (
        <>
          <h2 className={list.heading}>{t("settings.people.invited")}</h2>
          <ul className={list.list} aria-label={t("settings.people.invited")}>
            {people.invitations.map((one) => (
              <InvitationLine key={one.id} project={project.id} invitation={one} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}
