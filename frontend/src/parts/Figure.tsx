// A figure that answers a page: its share, what it is a share of, its amounts.
import type { ReactNode } from "react";

interface Props {
  value: string;
  /** What the value is, or is a share of. */
  of: ReactNode;
  /** Amounts beside it. */
  detail?: ReactNode;
  small?: boolean;
}

export function Figure({ value, of, detail, small = false }: Props) {
  return (
    <div className={small ? "figure figure-small" : "figure"}>
      <span className="figure-value">{value}</span>
      <span className="figure-of">{of}</span>
      {detail && <span className="figure-detail">{detail}</span>}
    </div>
  );
}
