#include "judge/base/faults.h"

int faults_add(struct faults *faults, const struct err *err)
{
    if (faults->count < FAULTS_MAX)
        faults->at[faults->count] = *err;
    faults->count++;
    return -1;
}

int faults_take(struct faults *faults, int result, const struct err *err)
{
    return result ? faults_add(faults, err) : 0;
}

int faults_kept(const struct faults *faults)
{
    return faults->count < FAULTS_MAX ? faults->count : FAULTS_MAX;
}
