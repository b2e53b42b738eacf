import { ApiError } from "@jetway/core";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { ProofDialog } from "./ProofDialog";

/** Does what was asked; where control wants to know anew who asks, that is asked first. */
type Prove = <T>(run: () => Promise<T>) => Promise<T>;

interface Waiting {
  goOn: () => void;
  giveUp: () => void;
}

const ProofContext = createContext<Prove | null>(null);

function needsProof(error: unknown): boolean {
  return error instanceof ApiError && error.code === "reauthentication_needed";
}

export function ProofGate({ children }: { children: ReactNode }) {
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const prove = useCallback<Prove>(async (run) => {
    try {
      return await run();
    } catch (error) {
      if (!needsProof(error)) throw error;
      await new Promise<void>((goOn, fail) => setWaiting({ goOn, giveUp: () => fail(error) }));
      return run();
    }
  }, []);
  const end = (then: "goOn" | "giveUp") => {
    setWaiting(null);
    waiting?.[then]();
  };
  return (
    <ProofContext.Provider value={prove}>
      {children}
      {waiting && <ProofDialog onProved={() => end("goOn")} onClose={() => end("giveUp")} />}
    </ProofContext.Provider>
  );
}

export function useProof(): Prove {
  const prove = useContext(ProofContext);
  if (!prove) throw new Error("useProof is for what stands inside a ProofGate");
  return prove;
}
