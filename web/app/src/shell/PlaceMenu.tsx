import { Menu, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Database, ListTree, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./Nav.module.css";
import { mayArrange, placeTitle } from "./places";
import { useWorkspace } from "./useWorkspace";

/** The project's name; with more than one database, the way to the others. */
export function PlaceMenu() {
  const { t } = useTranslation();
  const { person, place, places } = useWorkspace();
  const several = new Set(places.map((one) => one.project.id)).size < places.length;
  const name = place?.project.name ?? person.projects[0]?.name ?? t("product");
  const title = place && several ? placeTitle(place) : name;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles.place} aria-label={t("nav.switchFrom", { title })}>
          <span className={styles.mark}>
            <Database size={14} aria-hidden />
          </span>
          <span className={styles.placeName}>{title}</span>
          <ChevronsUpDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map((one) => (
          <Menu.Item
            key={one.bridge.id}
            renderRoot={(props) => <Link to="/$bridge" params={{ bridge: one.bridge.id }} {...props} />}
            leftSection={<Database size={14} aria-hidden />}
            rightSection={one.bridge.id === place?.bridge.id && <Check size={14} aria-hidden />}
          >
            {placeTitle(one)}
          </Menu.Item>
        ))}
        {places.length > 0 && <Menu.Divider />}
        {place && mayArrange(place.project.role) && (
          <Menu.Item component={Link} to="/menu" leftSection={<ListTree size={14} aria-hidden />}>
            {t("menu.title")}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/connect" leftSection={<Plus size={14} aria-hidden />}>
          {t("nav.connect")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
