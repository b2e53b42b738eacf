import "../../i18n/files";
import type { CellProps } from "../field";
import cells from "../parts/cell.module.css";
import { HoverCard, useHover } from "../parts/HoverCard";
import { PlainCell } from "../parts/PlainCell";
import { SMALL } from "./addresses";
import { FileCard } from "./FileCard";
import styles from "./file.module.css";
import { Thumbnail } from "./Thumbnail";
import { useFile } from "./useFile";

/** A small picture of the file, or the sign of its kind, and its name. Hovering shows more. */
export function FileCell(props: CellProps) {
  const file = useFile(props, SMALL);
  const hover = useHover();
  if (file === null) return <PlainCell {...props} />;
  return (
    <span className={styles.cell} {...hover.on}>
      <Thumbnail key={String(props.value)} file={file} size="cell" />
      <span className={cells.line}>{file.name}</span>
      {file.state !== "unknown" && (
        <HoverCard hover={hover}>
          <FileCard {...props} />
        </HoverCard>
      )}
    </span>
  );
}

/** The picture alone, for a card that has other words. */
export function FilePicture(props: CellProps) {
  const file = useFile(props, SMALL);
  return file && <Thumbnail key={String(props.value)} file={file} size="card" />;
}
