import { pythonParts } from './python.ts';

/** A webhook server for FastAPI. Work after the answer: https://fastapi.tiangolo.com/tutorial/background-tasks/ */
export function fastapiHandler(eventType: string): string {
  const { setUp, verify, work } = pythonParts(eventType);
  return `import logging
import os
from threading import Lock

import stripe
from fastapi import BackgroundTasks, FastAPI, Request, Response

${setUp}
app = FastAPI()


@app.post("/webhook")
async def webhook(request: Request, background: BackgroundTasks) -> Response:
    # The signature is made over the raw bytes, not over parsed JSON.
    body = await request.body()
    try:
        signature = request.headers.get("stripe-signature", "")
        event = ${verify('body')}
    except (ValueError, stripe.SignatureVerificationError):
        return Response("The signature does not match.", status_code=400)
    # Stripe waits for the answer, not for the work: answer first.
    background.add_task(take_on, event)
    return Response(status_code=200, background=background)


${work}

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, port=int(os.environ.get("PORT", "4242")))
`;
}
