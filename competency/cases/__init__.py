"""Cases from referral to closure: the register, the workflow of the protocol, retention."""
