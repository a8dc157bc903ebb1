// Lists go in here: whose, what, and the file; then what was found in it.
import { Button } from "@mantine/core";
import { useAddress } from "../address/useAddress";
import { useMembers } from "../api/inventory";
import { useMay } from "../api/may";
import { useUpload } from "../api/uploads";
import { useWords } from "../i18n/words";
import { Answered } from "../parts/Answered";
import { Head } from "../parts/Head";
import { MemberSelect } from "../parts/MemberSelect";
import { useOwnFirst } from "../parts/useOwnFirst";
import { DropList } from "./DropList";
import { UploadHistory } from "./UploadHistory";
import { Exports } from "./upload/Exports";
import { UploadPage } from "./upload/UploadPage";

export function ListsPage() {
  const { t } = useWords();
  const { address, go } = useAddress();
  const members = useMembers();
  const upload = useUpload(address.upload);
  const may = useMay();
  useOwnFirst(address.upload === null);
  if (members.data?.length === 0) {
    return (
      <section className="page">
        <Head title={t.lists.title} lead={t.lists.lead} />
        <div className="begin">
          <h2>{t.members.empty}</h2>
          <p>{t.lists.noMembers}</p>
          {may.addMembers && (
            <Button onClick={() => go({ view: "members", of: null })}>{t.members.add}</Button>
          )}
        </div>
      </section>
    );
  }
  if (address.upload !== null) {
    return (
      <section className="page">
        <Answered query={upload}>
          {(data) => <UploadPage key={`${data.id} ${data.state}`} upload={data} />}
        </Answered>
      </section>
    );
  }
  return (
    <section className="page">
      <Head title={t.lists.title} lead={t.lists.lead} />
      <MemberSelect label={t.lists.member} value={address.of} onChange={(of) => go({ of })} />
      {address.of && (
        <>
          {may.keep(address.of) ? (
            <DropList slug={address.of} onChecked={(id) => go({ upload: id })} />
          ) : (
            <p className="notice">{t.lists.notKeeper}</p>
          )}
          <section className="detail">
            <h2>{t.intake.exports}</h2>
            <Exports slug={address.of} />
          </section>
          {may.readUploads(address.of) && (
            <section className="detail">
              <h2>{t.lists.history}</h2>
              <UploadHistory slug={address.of} />
            </section>
          )}
        </>
      )}
    </section>
  );
}
