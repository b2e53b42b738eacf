import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./State.module.css";

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** Why it is empty. */
  reason?: string;
  /** The one thing to do next. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, reason, action }: EmptyStateProps) {
  return (
    <div className={styles.state} role="status">
      <Icon size={22} strokeWidth={1.6} aria-hidden className={styles.icon} />
      <p className={styles.title}>{title}</p>
      {reason && <p className={styles.reason}>{reason}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
