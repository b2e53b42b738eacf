import { useTranslation } from "react-i18next";
import {
  changeMember,
  type Member,
  peopleKey,
  removeMember,
  resetSecondFactor,
  signOutMember,
} from "../../../api/members";
import { FormDialog } from "../parts/FormDialog";
import { useChange } from "../parts/useChange";

/** What is asked before it is done to a member. */
const CHANGES = {
  signOut: signOutMember,
  suspend: (project: string, id: string) => changeMember(project, id, { suspended: true }),
  secondFactor: resetSecondFactor,
  remove: removeMember,
} satisfies Record<string, (project: string, id: string) => Promise<unknown>>;

export type MemberQuestion = keyof typeof CHANGES;

export interface MemberDialogProps {
  project: string;
  member: Member;
  question: MemberQuestion;
  onClose: () => void;
}

/** Says what ends at once, then does it. */
export function MemberDialog({ project, member, question, onClose }: MemberDialogProps) {
  const { t } = useTranslation();
  const name = member.name || member.email;
  const text = (part: string) => t(`settings.people.ask.${question}.${part}`, { name });
  const change = useChange(
    peopleKey(project),
    () => CHANGES[question](project, member.id) as Promise<unknown>,
    { done: text("done") },
    onClose,
  );
  return (
    <FormDialog
      title={text("title")}
      text={text("text")}
      submit={text("submit")}
      danger
      busy={change.isPending}
      error={change.error}
      onSubmit={() => change.mutate(undefined)}
      onClose={onClose}
    />
  );
}
