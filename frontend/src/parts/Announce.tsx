/** Says an update aloud to those who cannot see it change. */
export function Announce({ text }: { text: string }) {
  return (
    <p className="unseen" role="status">
      {text}
    </p>
  );
}
